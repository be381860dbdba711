"""Every way in which law and calendars can be written wrong is told with file, line and field, in two languages."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.standalone.law_command import main
from shared.runtime.law.loading import SHIPPED, load_rulepacks, read_law
from shared.runtime.marks import FaultyFilesError

OLDER, NEWER = "rulepacks/FIX-2026_2025-07-01.yaml", "rulepacks/FIX-2026_2026-10-01.yaml"
YEAR, NEXT_YEAR = "calendars/VN-2026.yaml", "calendars/VN-2027.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "data"))


def written_otherwise(data: Path, file: str, old: str, new: str) -> int:
    """The line on which it is written otherwise."""
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told_of(data: Path) -> list[str]:
    with pytest.raises(FaultyFilesError) as caught:
        load_rulepacks(data)
    return str(caught.value).replace(f"{data}/", "").splitlines()


WRONG = yaml.safe_load((Path(__file__).parent / "wrong_files.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong["wrong"])
def test_a_fault_is_told_with_its_line(wrong: dict[str, Any], data: Path) -> None:
    changed = written_otherwise(data, wrong["file"], wrong["instead_of"], wrong["is"])
    line = wrong.get("line", changed + wrong.get("behind", 0))
    where = f"{wrong['file']}:" if wrong.get("line") == "any" else f"{wrong['file']}:{line}: "
    found = told_of(data)
    assert any(one.startswith(where) and wrong["told"] in one for one in found), found


def test_all_faults_of_all_files_are_told_at_once(data: Path) -> None:
    first = written_otherwise(data, NEWER, '"0.8"', '"80"')
    second = written_otherwise(data, YEAR, "saturday", "caturday")
    found = told_of(data)
    assert [one.split(": ")[0] for one in found] == [f"{YEAR}:{second}", f"{NEWER}:{first}"]


def test_what_is_shipped_is_whole_and_says_that_nobody_has_verified_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    packs = [line for line in told.out.splitlines() if line.startswith("FIX-2026/")]
    assert [line.split(", ", 1)[1] for line in packs] == [
        "6 hình thức, chưa thẩm định pháp lý",
        "11 hình thức, chưa thẩm định pháp lý",
    ]


def test_a_pack_whose_time_goes_beyond_its_calendar_loads_and_is_told(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / NEXT_YEAR).unlink()
    assert len(read_law(data).gaps) == 1
    assert main([str(data)]) == 1
    found = capsys.readouterr().err.replace(f"{data}/", "")
    assert re.fullmatch(rf"{re.escape(NEWER)}:\d+: effective: lịch VN chưa có ngày 2027-01-01 / calendar .*\n", found)


def test_the_command_tells_faults_and_an_empty_folder(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_otherwise(data, OLDER, '"0.3"', "ba phần mười")
    assert main([str(data)]) == 1
    assert "forms.1.bonus.individual: phải là số thập phân" in capsys.readouterr().err
    assert main([str(data / "nowhere")]) == 1
    assert "there is no rule pack" in capsys.readouterr().err
