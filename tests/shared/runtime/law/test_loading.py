import shutil
from datetime import date
from pathlib import Path

import pytest

from shared.runtime.law.loading import SHIPPED, concerns, load_calendars, load_rulepacks


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "data"))


def copied(data: Path, *old: str) -> None:
    """The calendar of 2027 saved as that of 2028, with what is old in it set right."""
    text = (data / "calendars" / "VN-2027.yaml").read_text(encoding="utf-8")
    for part in old:
        assert part in text
        text = text.replace(part, part.replace("2027", "2028"))
    (data / "calendars" / "VN-2028.yaml").write_text(text, encoding="utf-8")


def test_all_files_of_a_family_are_one_calendar_under_the_name_of_each() -> None:
    calendars = load_calendars()
    assert sorted(calendars) == ["VN-2025", "VN-2026", "VN-2027"]
    assert len({id(calendar) for calendar in calendars.values()}) == 1
    assert all(pack.calendar.family == "VN" for pack in load_rulepacks().packs)


def test_a_year_without_a_file_is_named_ninety_days_before_it_begins() -> None:
    packs = load_rulepacks()
    assert concerns(packs, date(2027, 10, 2)) == []
    assert concerns(packs, date(2027, 10, 3)) == ["calendar VN: no file for 2028; add it to data/calendars"]
    assert len(concerns(packs, date(2028, 12, 1))) == 2


def test_a_file_that_is_added_takes_the_concern_away(data: Path) -> None:
    copied(data, "VN-2027", "2027-")
    assert concerns(load_rulepacks(data), date(2027, 12, 1)) == []
