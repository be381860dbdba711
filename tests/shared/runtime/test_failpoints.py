import re
import signal
import subprocess
import sys

import pytest

from shared.runtime.failpoints import Failpoint, parsed
from shared.runtime.settings import SettingsError, read
from tests.architecture.source import ROOT, files
from tests.shared.runtime.test_settings import GOOD, Settings, put

STANDS = {
    Failpoint.BEFORE_FLUSH: 2,
    Failpoint.AFTER_DB_WRITE: 2,
    Failpoint.MID_FAN_OUT: 4,
    Failpoint.DURING_CLOSE: 3,
}
"""In how many lines, where its sentence says more than one."""


@pytest.mark.parametrize("point", Failpoint)
def test_a_point_stands_in_the_code_as_often_as_it_says(point: Failpoint) -> None:
    mark = re.compile(rf"\bFailpoint\.{point.name}\b")
    found = [path for path in files("shared", "services") for _ in mark.findall(path.read_text(encoding="utf-8"))]
    assert len(found) == STANDS.get(point, 1), found


@pytest.mark.parametrize("hits", [1, 3])
def test_the_process_is_killed_at_the_hit_that_was_asked_for(hits: int) -> None:
    living = (
        "from shared.runtime.failpoints import Failpoint, arm, reached\n"
        f"arm('before_park:{hits}')\n"
        "for n in range(1, 10):\n"
        "    reached(Failpoint.AFTER_PARK)\n"
        "    reached(Failpoint.BEFORE_PARK)\n"
        "    print(n, end='', flush=True)\n"
    )
    ended = subprocess.run([sys.executable, "-c", living], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, len(ended.stdout)) == (-signal.SIGKILL, hits - 1)


@pytest.mark.parametrize("wrong", ["sometime:1", "before_park", "before_park:0", "before_park:-1", "before_park:x"])
def test_a_service_does_not_start_with_a_point_that_nobody_knows(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**GOOD, "REVIEWS_FAILPOINT": wrong})
    with pytest.raises(SettingsError) as refused:
        read(Settings)
    (fault,) = refused.value.faults
    assert fault.startswith("REVIEWS_FAILPOINT: ")
    assert "must be name:n" in fault
    assert "during_close" in fault


def test_a_setting_is_a_name_and_a_number() -> None:
    assert parsed("mid_batch:3") == (Failpoint.MID_BATCH, 3)
