"""One suite in memory and on MongoDB: the figures of a week and of a month are told once, whenever a job asks."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.reviews.domain.award import AwardState
from services.reviews.domain.bulletin import BulletinSpan, Happened, bulletin_of, periods_that_ended
from services.reviews.usecases.bulletin.issue import IssueBulletins
from services.reviews.usecases.homes import Homes
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
    for period in periods_that_ended(on):
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
