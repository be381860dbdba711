"""Every way in which law and calendars can be written wrong is told with file, line and field, in two languages."""

import re
import shutil
from pathlib import Path

import pytest

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


WRONG = {
    "a field is missing": (NEWER, "calendar: VN-2026\n", "", 3, "thiếu trường này / Field required"),
    "a field that nobody knows": (NEWER, "id: FIX-2026", "colour: red\nid: FIX-2026", 0, "không có trường này / Extra"),
    "a field twice": (NEWER, "applies_by", "id: X\napplies_by", 0, "id: trường viết hai lần / the field is written"),
    "no YAML": (NEWER, "forms:", "forms: [", None, "không phải YAML / no YAML"),
    "a day that is none": (NEWER, "to: 2027-02-28", "to: 2027-02-30", 0, "phải là ngày, ví dụ 2026-10-06 / "),
    "a version that is a date": (NEWER, 'version: "2026-10-01"', "version: 2026-10-01", 0, "version: phải là chữ"),
    "it ends before it begins": (NEWER, "to: 2027-02-28", "to: 2026-02-28", 0, "effective: ngày kết thúc trước"),
    "a threshold of eighty": (NEWER, '"0.8"', '"80"', 0, "forms.4.vote.threshold: phải lớn hơn 0 và không quá 1 / "),
    "a quorum that is no number": (NEWER, '"2/3"', '"hai phần ba"', 0, "forms.3.vote.quorum: phải là số thập phân"),
    "a negative clock": (NEWER, "appraise: 7", "appraise: -7", 0, "forms.3.clock.appraise.target: không được âm / "),
    "a step that nobody knows": (NEWER, "appraise: 7", "apraise: 7", 0, "forms.3.clock.apraise: không phải giá trị"),
    "half a day": (NEWER, "vote: 5", "vote: 5.5", 0, "forms.3.clock.vote: phải là các cặp trường: giá trị"),
    "a full procedure without a vote": (NEWER, "procedure: simplified", "procedure: full", -3, "phải có quy tắc bỏ"),
    "an unknown procedure": (NEWER, "simplified", "quick", 0, "forms.1.procedure: không phải giá trị được phép / "),
    "a form twice": (NEWER, "GIAY_KHEN_THADS", "GIAY_KHEN_SO", 0, "forms.2.code: mã hình thức viết hai lần / the code"),
    "a negative coefficient": (NEWER, '"0.3"', '"-0.3"', 0, "forms.1.bonus.individual: không được âm / not below 0"),
    "a salary of nothing": (NEWER, "2340000", "0", 0, "base_salary.1.vnd: phải lớn hơn 0 / "),
    "salaries that do not ascend": (NEWER, "2024-07-01", "2026-08-01", 0, "base_salary.2: các ngày phải tăng dần / "),
    "no salary on the first day": (NEWER, "{from: 2024-07-01, vnd: 2340000}, {from: 2026-07-01",
                                   "{from: 2026-10-02", 0, "không có mức lương cơ sở cho ngày đầu hiệu lực / no base"),
    "verified by nobody": (NEWER, '"on": null', '"on": 2026-09-01', 0, "verified: phải có cả người thẩm định và ngày"),
    "a calendar that no file is": (NEWER, "calendar: VN-2026", "calendar: VN-2030", 0,
                                   "calendar: không có tệp calendars/VN-2030.yaml / there is no calendars/VN-2030"),
    "it supersedes what is not there": (NEWER, 'supersedes: "2025-07-01"', 'supersedes: "2024-07-01"', 0,
                                        "supersedes: không có phiên bản 2024-07-01 / there is no version"),
    "two packs on one day": (NEWER, "from: 2026-10-01", "from: 2026-09-30", 0,
                             "effective: từ 2026-09-30 cùng hiệu lực với FIX-2026_2025-07-01.yaml / from 2026-09-30"),
    "one version twice": (NEWER, 'version: "2026-10-01"', 'version: "2025-07-01"', 0,
                          "version: phiên bản đã có ở FIX-2026_2025-07-01.yaml / "),
    "a file called otherwise": (YEAR, "id: VN-2026", "id: VN-26", 0, "id: tên tệp là VN-2026 / the file is called"),
    "a holiday of another year": (YEAR, "2026-01-01, 2026-02-16", "2025-01-01, 2026-02-16", 0,
                                  "holidays.1: 2025-01-01 nằm ngoài 2026-01-01 … 2026-12-31 / 2025-01-01 lies outside"),
    "a weekday that is none": (YEAR, "saturday", "caturday", 0, "weekend.1: không phải giá trị được phép / "),
    "one day in two calendars": (NEXT_YEAR, "from: 2027-01-01", "from: 2026-12-31", 0,
                                 "covers: trùng ngày với lịch VN-2026 / it holds the same days as VN-2026"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "behind", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_fault_is_told_with_its_line(
    file: str, old: str, new: str, behind: int | None, told: str, data: Path
) -> None:
    """`behind`: how many lines behind the change the fault is told; a missing field where its mapping begins."""
    line = written_otherwise(data, file, old, new)
    found = told_of(data)
    where = f"{file}:" if behind is None else f"{file}:{3 if behind == 3 else line + behind}: "
    assert any(one.startswith(where) and told in one for one in found), found


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
    assert [line.endswith("4 hình thức, chưa thẩm định pháp lý") for line in packs] == [True, True]


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
