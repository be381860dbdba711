"""`./dev run` as a person has it: all processes, real Kafka and mongod, in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.standalone.site import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@contextmanager
def _run(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    names = {name: value for name, value in os.environ.items() if name not in {"KAFKA_BOOTSTRAP", "MONGODB_URL"}}  # noqa: TID251 - the child's environment is what is tested
    command = (sys.executable, "-m", "deploy.standalone", "run", "--free-ports", "--folder", str(folder))
    with subprocess.Popen(
        command, cwd=ROOT, env=names, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def _lines_until(run: "subprocess.Popen[str]", word: str) -> list[str]:
    assert run.stdout is not None
    lines = []
    for line in run.stdout:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError("the run ended:\n" + "".join(lines))


def _child(run: "subprocess.Popen[str]", module: str) -> int:
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="utf-8").split()
    (found,) = [pid for pid in children if module in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")]
    return int(found)


def _left(folder: Path) -> list[str]:
    """Processes that mention the folder in their command or their settings."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in told:
            found.append(process.name)
    return found


def test_everything_starts_is_told_where_to_look_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with _run(folder) as run:
        told = "".join(_lines_until(run, "What happens from now on"))
        assert "Kịp Thời is here:  http://127.0.0.1:" in told
        for name in ("kafka", "mongod", "topics", "issuer", "nominations", "reviews", "notifications", "console"):
            assert f"{name}: ready after" in told
        with _run(folder) as second:
            refused, _ = second.communicate(timeout=30)
        assert second.returncode == 1
        assert f"Another run (process {run.pid}) uses" in refused
        run.send_signal(signal.SIGINT)
        rest, _ = run.communicate(timeout=40)
    assert run.returncode == 0
    assert "killed" not in rest
    assert _left(folder) == []


def test_a_killed_child_ends_the_run_with_the_last_lines_of_its_log(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with _run(folder) as run:
        _lines_until(run, "What happens from now on")
        os.kill(_child(run, "services.notifications"), signal.SIGKILL)
        rest, _ = run.communicate(timeout=40)
    assert run.returncode == 1
    assert "error: notifications was killed by SIGKILL. The last lines of" in rest
    assert "  notifications | {" in rest
    assert _left(folder) == []
