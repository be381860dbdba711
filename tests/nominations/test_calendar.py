"""What nominations answers when a window reaches into a year of which nobody has added the calendar."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from services.nominations.app import build
from services.nominations.settings import Settings
from shared.kernel.clock import Clock
from shared.runtime.law.loading import SHIPPED
from tests.lawless import without_calendar
from tests.nominations.office import Day, Office, open_office
from tests.operating import Operate, operating

NEW_YEARS_EVE = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
NEXT_WEEK = datetime(2027, 1, 7, 2, 0, tzinfo=UTC)


async def drafted(office: Office) -> str:
    deed = await office.deed(occurred_from="2025-12-30", occurred_to="2025-12-30")
    told = await office.done("PGD-HP-02", "/nominations", office.proposal(deed["id"], evidence=[]))
    return f"/nominations/{told['id']}"


async def test_a_window_over_the_turn_of_the_year_skips_its_holidays(office: Office, day: Day) -> None:
    day.at = NEW_YEARS_EVE
    path = await drafted(office)
    submitted = await office.done("PGD-HP-02", f"{path}/submit")
    assert submitted["steps"] == [{"name": "screen", "due_on": "2027-01-04", "legal_due_on": None}]
    await office.done("TD-01", f"{path}/screen")
    day.at = datetime(2027, 1, 29, 2, 0, tzinfo=UTC)
    assert (await office.done("TD-01", f"{path}/return"))["return_due_on"] == "2027-02-19"


@dataclass(frozen=True)
class Offices:
    """The same files in an office that lacks the calendar of 2027, and in one to which it was added."""

    open: Callable[[Path], AbstractAsyncContextManager[Office]]
    lacking: Path

    async def act(self, person: str, path: str) -> httpx.Response:
        """Refused without the calendar; then the same request again with it."""
        async with self.open(self.lacking) as office:
            refused = await office.act(person, path, {}, key=path)
        async with self.open(SHIPPED) as office:
            await office.done(person, path, {}, key=path)
        return refused


async def test_without_the_next_calendar_each_act_is_refused_with_the_year_and_goes_through_once_it_is_added(
    office: Office, mongodb_url: str, namespace: str, tmp_path: Path, day: Day
) -> None:
    day.at = NEW_YEARS_EVE
    path = await drafted(office)
    offices = Offices(
        lambda data: open_office(mongodb_url, namespace, tmp_path, day, data), without_calendar(2027, tmp_path)
    )
    refused = await offices.act("PGD-HP-02", f"{path}/submit")
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "NO_CALENDAR")
    assert problem["title"] == "Chưa có lịch làm việc VN năm 2027."
    assert problem["way_out_vi"] == "Báo quản trị nạp tệp lịch năm 2027, rồi gửi lại."
    assert problem["detail_en"].startswith("Calendar VN has no file for 2027. Ask an administrator to add")
    await office.done("TD-01", f"{path}/screen")
    assert (await offices.act("TD-01", f"{path}/return")).json()["code"] == "NO_CALENDAR"
    day.at = NEXT_WEEK
    assert (await offices.act("PGD-HP-02", f"{path}/resubmit")).json()["code"] == "NO_CALENDAR"
    assert (await office.see("PGD-HP-02", path)).json()["state"] == "submitted"


def at(moment: datetime) -> Clock:
    return lambda: moment


@pytest.mark.parametrize(
    ("moment", "code", "told"),
    [(NEW_YEARS_EVE, 0, False), (datetime(2027, 11, 1, tzinfo=UTC), 1, True)],
)
async def test_check_names_the_year_that_is_coming_and_has_no_calendar(
    office: Office,
    settings: Settings,
    topics: Callable[..., Awaitable[list[str]]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    code: int,
    told: bool,
) -> None:
    del office
    await topics()
    operate: Operate = operating(settings, lambda found: build(found, at(moment)), capsys, monkeypatch)
    said = await operate("check")
    assert ("calendar VN: no file for 2028; add it to data/calendars" in said.out, said.code) == (told, code)
