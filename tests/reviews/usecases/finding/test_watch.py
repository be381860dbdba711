from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from services.reviews.domain.figures import CountedAward, MonthOfAwards, Span
from services.reviews.domain.finding import About, FindingKind
from services.reviews.domain.formalism import Movement
from services.reviews.domain.signs import months_of_year, signs_of_year
from services.reviews.usecases import all_use_cases
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import Places
from shared.contracts.supervision import FindingRaised
from shared.kernel.actor import Role
from shared.kernel.clock import VIETNAM
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from
from shared.kernel.rulepack import Alerts
from tests.reviews.counted import GROUPS, HP, P5, THADS, MemoryFigures, counted, staff_of
from tests.reviews.desk import Desk
from tests.reviews.facts import PACKS, person

EVEN = ("2026-03", "2026-05", "2026-07", "2026-09", "2026-12")
BUNCHED = ("2026-03", "2026-11", "2026-11", "2026-12", "2027-01")


class Clock:
    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=VIETNAM)


async def known(homes: Homes, *awards: CountedAward) -> None:
    for path in (HP[:1], HP, THADS[:1], THADS, P5):
        await homes.staff.record(id_from("unit", path[-1]), staff_of(path), 1)
    for award in awards:
        await homes.figures.count(award)


async def found(homes: Homes, *days: date) -> list[tuple[str, str, str | None, str, int, int]]:
    for day in days:
        await all_use_cases(homes, PACKS, lambda: "", Clock(day)).finding.watch()
    seen = await homes.readings.findings((), 100, None)
    return sorted(
        (one.thing.kind.value, one.thing.subject.unit_id, one.thing.period, *_figure(one.thing.figure)) for one in seen
    )


def _figure(figure: object) -> tuple[str, int, int]:
    return figure.metric, figure.value, figure.limit  # type: ignore[attr-defined]


def bunched(*units: str) -> list[tuple[str, str, str, str, int, int]]:
    return [("year_end_bunching", unit, "2026", "year_end_share", 80, 35) for unit in sorted(units)]


async def test_a_year_that_bunches_is_found_once_for_its_unit_and_those_above(homes: Homes) -> None:
    await known(homes, *(counted(month) for month in BUNCHED), *(counted(month, P5) for month in EVEN))
    assert await found(homes, date(2027, 1, 31), date(2027, 3, 1)) == []
    assert await found(homes, date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)) == bunched("STP-HP", "UB-HP")


async def test_reports_that_repeat_each_other_and_a_movement_rewarded_at_its_end_are_found_after_the_quarter(
    homes: Homes,
) -> None:
    await known(homes)
    movement = Movement(id_from("movement", 1), "CD-2026-1", ("BTP",), date(2026, 7, 1), date(2026, 9, 30))
    await homes.formalities.launch(movement, 1)
    for n in range(5):
        await homes.formalities.report(id_from("file", n), HP, "2026-08", 1, repeats=n < 3)
        await homes.formalities.award(movement.id, id_from("award", n), date(2026, 9, 25))
    assert await found(homes, date(2026, 9, 30), date(2026, 11, 1)) == []
    expected = [
        ("formalism", "BTP", "2026-07-01/2026-09-30", "awards_near_end", 100, 35),
        ("formalism", "STP-HP", "2026-Q3", "repeated_reports", 60, 35),
        ("formalism", "UB-HP", "2026-Q3", "repeated_reports", 60, 35),
    ]
    assert await found(homes, date(2026, 10, 1), date(2026, 10, 31)) == expected
    about = {(one.thing.subject.unit_id, one.thing.subject.about) for one in await homes.readings.findings((), 9, None)}
    assert about == {("BTP", About.MOVEMENT), ("STP-HP", About.UNIT), ("UB-HP", About.UNIT)}


async def test_what_fails_for_one_unit_keeps_no_other_from_being_looked_at(homes: Homes) -> None:
    class Figures(MemoryFigures):
        fails = True

        async def months(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfAwards]:
            if self.fails and unit_id == "STP-HP":
                raise UnavailableError("MongoDB")
            return await super().months(span, unit_id, places)

    figures = Figures()
    homes = replace(homes, figures=figures)
    await known(homes, *(counted(month) for month in BUNCHED))
    with pytest.raises(ExceptionGroup) as caught:
        await found(homes, date(2027, 2, 1))
    assert [type(one) for one in caught.value.exceptions] == [UnavailableError]
    assert await found(homes) == bunched("UB-HP")
    figures.fails = False
    assert await found(homes, date(2027, 2, 1)) == bunched("STP-HP", "UB-HP")


async def test_a_unit_that_is_closed_is_no_longer_looked_at(homes: Homes) -> None:
    await known(homes, *(counted(month) for month in BUNCHED))
    closed = replace(staff_of(HP), valid_to=date(2027, 1, 31))
    await homes.staff.record(id_from("unit", HP[-1]), closed, 2)
    assert await found(homes, date(2027, 2, 1)) == bunched("UB-HP")


async def test_few_awards_and_awards_of_a_fixed_day_are_no_bunching(homes: Homes) -> None:
    merit = [counted(month, nomination_type="merit") for month in BUNCHED]
    await known(homes, *merit, *(counted(month) for month in BUNCHED[1:]))
    assert await found(homes, date(2027, 2, 1)) == []


async def test_a_group_that_got_too_little_for_two_quarters_is_found_in_the_month_after(homes: Homes) -> None:
    specialists = [counted(month, groups=GROUPS[1]) for month in ("2026-05",) * 5 + ("2026-08",) * 5]
    await known(homes, *specialists)
    assert await found(homes, date(2026, 7, 1), date(2026, 9, 30), date(2026, 11, 1)) == []
    of_group = ("2026-Q3", "fair_ratio_direct", 0, 80)
    assert await found(homes, date(2026, 10, 1), date(2026, 10, 31)) == [
        ("unfair_share", "STP-HP", *of_group),
        ("unfair_share", "UB-HP", *of_group),
    ]


async def test_one_low_quarter_is_no_finding(homes: Homes) -> None:
    fair = [counted("2026-05", groups=GROUPS[n % 2]) for n in range(6)]
    await known(homes, *fair, *(counted("2026-08", groups=GROUPS[1]) for _ in range(5)))
    assert await found(homes, date(2026, 10, 1)) == []


async def test_supervision_is_told_which_unit_and_which_figure(desk: Desk) -> None:
    await known(desk.homes, *(counted(month) for month in BUNCHED))
    desk.at = Clock(date(2027, 2, 1))()
    await desk.do.finding.watch()
    told = {event.unit_id: event for event in desk.told(FindingRaised)}
    one = told["STP-HP"]
    assert (one.about, one.about_id, one.unit_path) == ("unit", id_from("unit", "STP-HP"), HP)
    assert (one.kind, one.period, one.metric, one.value, one.limit) == (
        FindingKind.YEAR_END_BUNCHING,
        "2026",
        "year_end_share",
        80,
        35,
    )
    supervisor = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
    seen = await desk.do.queries.findings((), 10, supervisor)
    assert {one.thing.number for one in seen} == {"GS-2027-0001", "GS-2027-0002"}


@pytest.mark.parametrize("alerts", [Alerts(), Alerts(year_end_share=Fraction(81, 100))])
async def test_the_pack_says_where_a_warning_begins(desk: Desk, alerts: Alerts) -> None:
    await known(desk.homes, *(counted(month) for month in BUNCHED))
    months = await desk.homes.figures.months(months_of_year(2026), "STP-HP", None)
    assert len(list(signs_of_year(months, 2026, alerts))) == (alerts == Alerts())
