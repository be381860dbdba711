"""The figures of a week and of a month are told once, whenever a job asks; what is kept, in memory and on MongoDB."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.reviews.domain.award import AwardState
from services.reviews.domain.bulletin import BulletinSpan, Happened, bulletin_of, periods_that_ended
from services.reviews.schedule import Heard, build_schedule
from services.reviews.usecases.bulletin.issue import IssueBulletins
from services.reviews.usecases.homes import Homes
from shared.contracts.bulletins import BulletinIssued
from shared.kernel.chart import Chart
from shared.kernel.lineage import Lineage, Succession
from shared.kernel.rulepack import RulePacks
from tests.reviews.desk import Desk
from tests.reviews.domain.test_award_later import GRANTED
from tests.reviews.facts import PACKS, facts, news, opened_case

Told = dict[tuple[str, BulletinSpan], Happened]
MONDAY = date(2026, 10, 5)
WEEK, MONTH = BulletinSpan


async def asked(homes: Homes, on: date) -> Told:
    """A job asks twice on a day; what was told by then of the periods that ended before it."""
    for _ in range(2):
        await IssueBulletins(
            homes.bulletins, homes.units, PACKS, lambda: datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        )()
    told: Told = {}
    for period in periods_that_ended(on, lambda _: True):
        for unit in await homes.bulletins.told(period):
            kept = await homes.bulletins.find(bulletin_of((unit,), period, Happened(0, 0)).id)
            assert kept is not None
            told[unit, period.span] = kept.happened
    return told


async def came(homes: Homes, n: int, on: date) -> None:
    await homes.cases.save(opened_case(facts(n, received_on=on)), emits=(), because_of=news())


async def decided(homes: Homes, n: int, on: date, state: AwardState = AwardState.PUBLISHED) -> None:
    award = replace(GRANTED, id=opened_case(facts(n)).id, claim=str(n), state=state)
    award = replace(award, grant=replace(award.granted, decided_on=on))
    await homes.awards.save(award, emits=(), because_of=news())


async def test_each_unit_that_a_period_brought_something_is_told_once_with_all_below_it(homes: Homes) -> None:
    await came(homes, 1, date(2026, 9, 28))
    await came(homes, 2, date(2026, 10, 4))
    await came(homes, 3, MONDAY)
    await decided(homes, 4, date(2026, 9, 30))
    await decided(homes, 5, date(2026, 10, 1), AwardState.REVOKED)
    expected = {
        (unit, span): happened
        for unit in ("UB-HP", "STP-HP")
        for span, happened in ((WEEK, Happened(2, 1)), (MONTH, Happened(1, 1)))
    }
    assert await asked(homes, date(2026, 10, 4)) == {}, "on a Sunday nobody is told"
    assert await asked(homes, MONDAY) == expected
    await came(homes, 6, date(2026, 9, 29))
    assert await asked(homes, date(2026, 10, 6)) == expected, "what was told stays as it was told"


async def test_what_was_not_told_on_its_day_is_told_when_somebody_is_there_again(homes: Homes) -> None:
    await came(homes, 1, date(2026, 9, 30))
    assert (await asked(homes, date(2026, 10, 9)))["STP-HP", WEEK] == Happened(1, 0)
    assert (await asked(homes, date(2026, 10, 12))).keys() == {("STP-HP", MONTH), ("UB-HP", MONTH)}


async def said(desk: Desk, *instants: datetime) -> list[tuple[str, str, date, int, int]]:
    """What is said when a job asks at these instants, twice at each."""
    before = len(desk.told(BulletinIssued))
    for desk.at in instants:
        for _ in range(2):
            await desk.do.issue_bulletins()
    return [
        (one.unit_id or "", one.span, one.first_on, one.received, one.granted)
        for one in desk.told(BulletinIssued)[before:]
    ]


async def test_each_is_said_once_as_it_is_counted(desk: Desk) -> None:
    await came(desk.homes, 1, date(2026, 9, 30))
    await decided(desk.homes, 2, date(2026, 10, 1))
    sunday, monday = datetime(2026, 10, 4, 16, 30, tzinfo=UTC), datetime(2026, 10, 4, 17, 30, tzinfo=UTC)
    assert await said(desk, sunday) == []
    week = [(unit, "week", date(2026, 9, 28), 1, 1) for unit in ("STP-HP", "UB-HP")]
    month = [(unit, "month", date(2026, 9, 1), 1, 0) for unit in ("STP-HP", "UB-HP")]
    assert await said(desk, monday) == week + month, "in Vietnam it is Monday"
    assert [(one.unit_path, one.last_on) for one in desk.told(BulletinIssued)[:1]] == [(("STP-HP",), date(2026, 10, 4))]


async def test_after_a_week_in_which_nobody_worked_the_week_before_it_is_told_too(desk: Desk) -> None:
    for n, on in enumerate((date(2026, 2, 8), date(2026, 2, 10), date(2026, 2, 17))):
        await came(desk.homes, n, on)
    assert await said(desk, datetime(2026, 2, 20, 1, tzinfo=UTC)) == [], "it is Tết"
    told = await said(desk, datetime(2026, 2, 23, 1, tzinfo=UTC), datetime(2026, 2, 24, 1, tzinfo=UTC))
    assert [row for row in told if row[0] == "STP-HP"] == [
        ("STP-HP", "week", date(2026, 2, 16), 1, 0),
        ("STP-HP", "week", date(2026, 2, 9), 1, 0),
    ]


async def test_who_took_the_place_of_a_unit_has_its_figures_unless_it_was_told(desk: Desk) -> None:
    chart = Chart(paths={"STP-VL": ("UB-VL", "STP-VL")})
    taken = replace(chart, lineage=Lineage(frozenset({Succession("STP-HP", "STP-VL", date(2026, 10, 7))})))
    await came(desk.homes, 1, date(2026, 9, 8))
    await came(desk.homes, 2, date(2026, 9, 29))
    own = {"unit_id": "STP-VL", "unit_path": ("UB-VL", "STP-VL")}
    await desk.homes.cases.save(opened_case(facts(3, received_on=date(2026, 9, 29)) | own), emits=(), because_of=news())
    desk.memory.units.known = taken
    told = await said(desk, datetime(2026, 10, 7, 1, tzinfo=UTC))
    assert [row[3] for row in told if row[:2] == ("STP-VL", "week")] == [2]
    assert [row[3] for row in told if row[:2] == ("STP-VL", "month")] == [3]
    assert {row[0] for row in told} == {"STP-VL", "UB-VL", "UB-HP"}, "who has ended is told nothing"
    await came(desk.homes, 4, date(2026, 10, 6))
    desk.memory.units.known = chart
    assert ("STP-HP", "week", date(2026, 10, 5), 1, 0) in await said(desk, datetime(2026, 10, 12, 1, tzinfo=UTC))
    desk.memory.units.known = taken
    assert await said(desk, datetime(2026, 10, 13, 1, tzinfo=UTC)) == [], "the unit itself had it"


@pytest.mark.parametrize("packs", [RulePacks(()), PACKS], ids=["without a pack", "without a calendar"])
async def test_a_day_of_which_nobody_knows_whether_it_is_worked_keeps_nobody_from_being_told(packs: RulePacks) -> None:
    desk = Desk(RulePacks(tuple(replace(pack, effective_to=date(2030, 1, 1)) for pack in packs.packs)))
    await decided(desk.homes, 1, date(2028, 1, 5))
    assert [row[4] for row in await said(desk, datetime(2028, 1, 10, 1, tzinfo=UTC)) if row[0] == "STP-HP"] == [1]


async def test_nothing_is_counted_before_all_of_the_days_before_was_heard_and_then_once_a_day(desk: Desk) -> None:
    behind, asked_since = [True, False, False], []

    async def is_behind(instant: datetime) -> bool:
        asked_since.append(instant)
        return behind.pop(0)

    desk.at = datetime(2026, 10, 5, 2, tzinfo=UTC)
    jobs = build_schedule(desk.do, Heard(figures=is_behind, files=is_behind), lambda: desk.at)
    (issue,) = [job.act for job in jobs if job.name == "issue bulletins"]
    await issue()
    await came(desk.homes, 1, date(2026, 10, 2))
    assert desk.told(BulletinIssued) == [], "a file of Friday still lay on the bus"
    for _ in range(3):
        await issue()
    assert [one.received for one in desk.told(BulletinIssued) if one.unit_id == "STP-HP"] == [1]
    desk.at = datetime(2026, 10, 6, 2, tzinfo=UTC)
    await issue()
    assert asked_since == [datetime(2026, 10, day, 17, tzinfo=UTC) for day in (4, 4, 5)]
    (watch,) = [job.act for job in jobs if job.name == "watch figures"]
    behind, asked_since[:] = [True, False], []
    for _ in range(3):
        await watch()
    assert asked_since == [datetime(2026, 9, 30, 17, tzinfo=UTC)] * 2, "all of the time that is judged"
