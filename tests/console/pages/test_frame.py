"""The due day on every page: counted by the rule pack that the file names."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.console.domain.case import Case
from services.console.domain.task import Task
from services.console.pages.frame import Frame
from services.console.pages.paging import Page
from shared.kernel.rulepack import RulePacks
from shared.kernel.workdays import Calendar
from shared.runtime.law.loading import load_rulepacks

*_, OLD, NEW = load_rulepacks().packs
REST = Calendar("REST", [replace(year, weekend=frozenset({3, 4, 6, 7})) for year in OLD.calendar.years])
FRAME = Frame(RulePacks([replace(OLD, calendar=REST), NEW]), lambda: datetime(2026, 10, 5, 1, tzinfo=UTC), "http://i")


@pytest.mark.parametrize(("version", "days"), [("2025-07-01", 2), ("2026-10-01", 4)])
def test_a_file_of_either_pack_counts_by_its_own_calendar(version: str, days: int) -> None:
    case = Case(UUID(int=1), number="KT-2026-0001", pack_id="FIX-2026", pack_version=version)
    task = Task("/ho-so/KT-2026-0001", case.number, "Đã gửi", "Tiếp nhận", date(2026, 10, 9), case)
    rest: dict[str, Any] = {
        "files": Page([], 1, 0, "/viec", "", ""),
        "drafts": Page([], 1, 0, "/viec", "", ""),
        "left_out": 0,
        "names": {},
        "units": {},
        "may_propose": False,
        "finds": False,
        "sought": "",
    }
    page = FRAME.page("viec.html", None, "/viec", tasks=Page([task], 1, 1, "/viec", "", ""), late=0, **rest)
    assert f"Còn {days} ngày làm việc" in bytes(page.body).decode()
