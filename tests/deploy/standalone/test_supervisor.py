import asyncio
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from deploy.standalone.errors import UnitFailedError
from deploy.standalone.supervisor import Supervisor
from deploy.standalone.unit import Probe, Step, Unit

_PATIENT = "import time; time.sleep(600)"


async def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: ASYNC240, PTH110 - one quick look


def _writes(sign: Path) -> str:
    return f"pathlib.Path({str(sign)!r}).write_text('x')"


def _python(name: str, program: str, ready: Probe, **more: object) -> Unit:
    return Unit(name=name, command=(sys.executable, "-c", program), ready=ready, **more)  # type: ignore[arg-type]


@pytest.fixture
def patient(tmp_path: Path) -> Callable[..., Unit]:
    """A unit that is ready as soon as it has written a file, and runs until it is stopped."""

    def build(name: str, then: str = _PATIENT, **more: object) -> Unit:
        sign = tmp_path / f"{name}.ready"
        program = f"import pathlib; {_writes(sign)}; {then}"
        return _python(name, program, partial(_is_there, sign), **more)

    return build


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_units_start_after_their_needs_and_stop_before_them(tmp_path: Path, patient: Callable[..., Unit]) -> None:
    lines: list[str] = []
    units = [patient("roof", needs=("wall",)), patient("wall", needs=("ground",)), patient("ground")]
    async with Supervisor(units, tmp_path, say=lines.append) as supervisor:
        pids = [supervisor.pid(unit.name) for unit in units]
    assert [line.split(":")[0] for line in lines] == ["ground", "wall", "roof", "roof", "wall", "ground"]
    assert not any(_alive(pid) for pid in pids)


async def test_a_step_is_done_between_the_units_that_it_stands_between(
    tmp_path: Path, patient: Callable[..., Unit]
) -> None:
    seen: list[bool] = []

    async def look() -> None:
        seen.extend([(tmp_path / "ground.ready").exists(), (tmp_path / "roof.ready").exists()])

    units: list[Unit | Step] = [
        patient("roof", needs=("look",)),
        Step("look", look, needs=("ground",)),
        patient("ground"),
    ]
    async with Supervisor(units, tmp_path, say=lambda _: None):
        pass
    assert seen == [True, False]


async def test_a_unit_that_cannot_start_shows_its_last_lines_and_takes_the_others_down(
    tmp_path: Path, patient: Callable[..., Unit]
) -> None:
    broken = _python("broken", "[print(f'line {n}') for n in range(30)]; raise SystemExit(3)", _never, needs=("good",))
    supervisor = Supervisor([patient("good"), broken], tmp_path, say=lambda _: None)
    with pytest.raises(UnitFailedError, match="broken ended with exit code 3") as told:
        await supervisor.start_all()
    assert "broken | line 29" in str(told.value)
    assert "line 9\n" not in str(told.value)
    with pytest.raises(KeyError):
        supervisor.pid("good")


async def test_a_unit_that_is_never_ready_is_given_up_after_its_limit(tmp_path: Path) -> None:
    slow = _python("slow", _PATIENT, _never, ready_limit_seconds=0.3)
    with pytest.raises(UnitFailedError, match="slow was not ready within"):
        await Supervisor([slow], tmp_path, say=lambda _: None).start_all()


async def test_a_command_before_the_unit_that_fails_is_told(tmp_path: Path) -> None:
    unit = _python("store", _PATIENT, _never, before=((sys.executable, "-c", "raise SystemExit('no room')"),))
    with pytest.raises(UnitFailedError, match=r"(?s)store could not be prepared.*store \| no room"):
        await Supervisor([unit], tmp_path, say=lambda _: None).start_all()


async def test_a_unit_that_does_not_listen_is_killed_after_its_limit(tmp_path: Path) -> None:
    lines: list[str] = []
    sign = tmp_path / "deaf.ready"
    program = (
        f"import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {_writes(sign)}; {_PATIENT}"
    )
    deaf = _python("deaf", program, partial(_is_there, sign), stop_limit_seconds=0.5)
    async with Supervisor([deaf], tmp_path, say=lines.append) as supervisor:
        pid = supervisor.pid("deaf")
    assert lines[-1].startswith("deaf: killed after 0.5")
    assert not _alive(pid)


async def test_a_unit_that_ends_is_a_failure_when_it_is_not_to_be_restarted(
    tmp_path: Path, patient: Callable[..., Unit]
) -> None:
    async with Supervisor([patient("service")], tmp_path, say=lambda _: None) as supervisor:
        os.kill(supervisor.pid("service"), signal.SIGKILL)
        with pytest.raises(UnitFailedError, match="service was killed by SIGKILL"):
            await asyncio.wait_for(supervisor.watch(), 5)


async def test_a_killed_unit_is_started_again_when_asked_for(tmp_path: Path, patient: Callable[..., Unit]) -> None:
    async with Supervisor([patient("service")], tmp_path, restart=True, say=lambda _: None) as supervisor:
        first = supervisor.pid("service")
        supervisor.kill("service")
        await supervisor.wait_ready("service", 10)
        second = supervisor.pid("service")
        assert second != first
        assert _alive(second)
    assert not _alive(second)


async def test_a_stopped_unit_stays_down_until_it_is_started_by_hand(
    tmp_path: Path, patient: Callable[..., Unit]
) -> None:
    async with Supervisor([patient("service")], tmp_path, restart=True, say=lambda _: None) as supervisor:
        await supervisor.stop("service")
        with pytest.raises(UnitFailedError, match="not ready again"):
            await supervisor.wait_ready("service", 0.5)
        await supervisor.restart("service")
        assert _alive(supervisor.pid("service"))


async def test_grandchildren_in_sessions_of_their_own_do_not_outlive_a_stop(
    tmp_path: Path,
) -> None:
    sign = tmp_path / "grandchild"
    program = (
        "import os, subprocess, sys, time; "
        f"child = subprocess.Popen([sys.executable, '-c', {_PATIENT!r}], start_new_session=True); "
        f"open({str(sign) + '.new'!r}, 'w').write(str(child.pid)); os.rename({str(sign) + '.new'!r}, {str(sign)!r}); "
        f"{_PATIENT}"
    )
    parent = _python("parent", program, partial(_is_there, sign))
    async with Supervisor([parent], tmp_path, say=lambda _: None):
        grandchild = int(sign.read_text())
        assert _runs(grandchild)
    assert not _runs(grandchild)


def _runs(pid: int) -> bool:
    """Alive, and not merely waiting for a parent that has not asked."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def _never() -> bool:
    return False
