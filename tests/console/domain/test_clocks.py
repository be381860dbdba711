from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.console.domain.case import Case
from services.console.domain.clocks import clock_vi, is_late
from shared.kernel.rulepack import RulePacks
from shared.kernel.workdays import Calendar
from shared.runtime.law.loading import load_rulepacks

PACKS = load_rulepacks()
FILE = Case(UUID(int=1), pack_id="FIX-2026", pack_version="2025-07-01")


@pytest.mark.parametrize(
    ("due_on", "today", "words"),
    [
        (date(2026, 10, 13), date(2026, 10, 6), "Còn 5 ngày làm việc"),
        (date(2026, 5, 6), date(2026, 4, 24), "Còn 5 ngày làm việc"),
        (date(2027, 2, 19), date(2026, 12, 31), "Còn 30 ngày làm việc"),
        (date(2026, 10, 6), date(2026, 10, 6), "Hôm nay là hạn"),
        (date(2026, 10, 6), date(2026, 10, 9), "Quá hạn 3 ngày"),
        (None, date(2026, 10, 9), ""),
    ],
)
def test_the_clock_speaks_in_working_days_before_and_in_days_after(
    due_on: date | None, today: date, words: str
) -> None:
    assert clock_vi(due_on, today, PACKS) == words


@pytest.mark.parametrize(("case", "days"), [(FILE, 2), (replace(FILE, pack_version="2026-10-01"), 4), (None, 4)])
def test_the_working_days_are_those_of_the_pack_that_the_file_names(case: Case | None, days: int) -> None:
    *_, old, new = PACKS.packs
    restful = [replace(year, weekend=frozenset({3, 4, 6, 7})) for year in old.calendar.years]
    packs = RulePacks([replace(old, calendar=Calendar("REST", restful)), new])
    assert clock_vi(date(2026, 10, 9), date(2026, 10, 5), packs, case) == f"Còn {days} ngày làm việc"


@pytest.mark.parametrize(
    ("packs", "case"),
    [
        (RulePacks([replace(pack, calendar=Calendar("VN", ())) for pack in PACKS.packs]), FILE),
        (PACKS, replace(FILE, pack_version="1999-01-01")),
        (RulePacks([]), None),
    ],
)
def test_where_no_calendar_is_known_the_clock_speaks_in_days(packs: RulePacks, case: Case | None) -> None:
    assert clock_vi(date(2026, 10, 13), date(2026, 10, 6), packs, case) == "Còn 7 ngày"


def test_late_begins_the_day_after() -> None:
    assert not is_late(date(2026, 10, 6), date(2026, 10, 6))
    assert is_late(date(2026, 10, 6), date(2026, 10, 7))
    assert not is_late(None, date(2026, 10, 7))
