"""Whether those whom commendation should favour get their share of it: awards against staff. Alerts, never quotas.

Source: the design's section on metrics.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self

from services.reviews.domain.figures import FEW, MonthOfAwards, Span, by_unit
from shared.kernel.rulepack import Alerts

_PEOPLE = ("individual", ("direct", "specialist", "leader"))
_TEAMS = ("collective", ("collective",))
FAVOURED = {"direct": _PEOPLE, "specialist": _PEOPLE, "small_collective": _TEAMS}
"""Each favoured group, with the awards and the groups of the staff of which it is a part. Teams are counted as teams,
`collective` being all of them."""

_MONTHS_IN_QUARTER = 3
_QUARTERS = 4


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year; its number is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, month: str) -> Self:
        """The quarter in which a month of YYYY-MM lies."""
        year, number = map(int, month.split("-"))
        return cls(year, (number - 1) // _MONTHS_IN_QUARTER + 1)

    @property
    def name(self) -> str:
        """The quarter as YYYY-Qn."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def span(self) -> Span:
        """Its three months."""
        last = self.number * _MONTHS_IN_QUARTER
        return Span(f"{self.year:04}-{last - 2:02}", f"{self.year:04}-{last:02}")

    @property
    def last_day(self) -> date:
        """The day on which its staff is counted."""
        month = self.number * _MONTHS_IN_QUARTER
        return date(self.year, month, monthrange(self.year, month)[1])

    def later(self, quarters: int) -> Self:
        """The quarter so many after this one; before it when negative."""
        year, number = divmod(self.year * _QUARTERS + self.number - 1 + quarters, _QUARTERS)
        return type(self)(year, number + 1)


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many of one group a unit has from a day on; from its beginning without one."""

    group: str
    count: int
    since: date | None


@dataclass(frozen=True, slots=True)
class UnitStaff:
    """The staff of one unit by group, in the order of the days; nobody after its last day `valid_to`."""

    unit_path: tuple[str, ...]
    counts: tuple[Headcount, ...]
    valid_to: date | None = None

    @property
    def unit_id(self) -> str:
        """The unit itself."""
        return self.unit_path[-1]

    def is_closed(self, day: date) -> bool:
        """Whether its last day is over by then."""
        return self.valid_to is not None and day > self.valid_to

    def on(self, day: date) -> Mapping[str, int]:
        """Its staff on a day."""
        if self.is_closed(day):
            return {}
        return {one.group: one.count for one in self.counts if one.since is None or one.since <= day}


@dataclass(frozen=True, slots=True)
class FairShare:
    """Of `of_awards` awards a group had `awards`; of `of_staff` people or teams it is `staff`."""

    group: str
    awards: int
    of_awards: int
    staff: int
    of_staff: int

    @property
    def ratio(self) -> Fraction | None:
        """Share of awards ÷ share of staff: 1 is even. None when awards are few or the staff is unknown."""
        if self.of_awards < FEW or not self.staff or not self.of_staff:
            return None
        return Fraction(self.awards, self.of_awards) / Fraction(self.staff, self.of_staff)

    def is_below(self, limit: Fraction) -> bool:
        """Whether the group gets less than it should; never when that cannot be known."""
        return self.ratio is not None and self.ratio < limit


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A group's share of a year as a council sees it before it votes; `alert`: it was low in the last quarters."""

    share: FairShare
    alert: bool


@dataclass(frozen=True, slots=True)
class QuarterFigure:
    """A group's share in a quarter; None as `unit_id` means all units whose staff is known. `alert`: it lasts."""

    unit_id: str | None
    quarter: str
    share: FairShare
    alert: bool


def fair_shares(months: Sequence[MonthOfAwards], staff: Sequence[UnitStaff], day: date) -> tuple[FairShare, ...]:
    """What each favoured group had of these awards, against what it is of the staff on a day.

    Awards and staff are taken of those units alone whose staff is known.
    """
    on_day = {one.unit_id: one.on(day) for one in staff}
    return tuple(_share(group, months, on_day) for group in FAVOURED)


def quarter_figures(
    months: Sequence[MonthOfAwards], staff: Sequence[UnitStaff], quarters: Sequence[Quarter], alerts: Alerts
) -> list[QuarterFigure]:
    """The shares in these quarters, for all units and each with awards. The months begin as early as an alert needs."""
    return [figure for unit_id, own in by_unit(months) for figure in _quarters(unit_id, own, staff, quarters, alerts)]


def span_before(today: date, alerts: Alerts) -> Span:
    """The months that `shares_before` needs."""
    year = Span.of_a_year(f"{today:%Y-%m}")
    return Span(min(year.first, Quarter.of(year.last).later(-alerts.quarters).span.first), year.last)


def shares_before(
    months: Sequence[MonthOfAwards], staff: Sequence[UnitStaff], today: date, alerts: Alerts
) -> tuple[ShownShare, ...]:
    """What the favoured groups of a unit got in the twelve months up to today. An alert looks at quarters that ended.

    Source: the design's feature "Fairness", shown before the vote.
    """
    year = Span.of_a_year(f"{today:%Y-%m}")
    shares = fair_shares([month for month in months if year.first <= month.month <= year.last], staff, today)
    ended = Quarter.of(year.last).later(-1)
    figures = quarter_figures(months, staff, [ended], alerts)
    low = {one.share.group for one in figures if one.unit_id is None and one.alert}
    return tuple(ShownShare(share, share.group in low) for share in shares)


def quarters_in(span: Span) -> list[Quarter]:
    """The quarters of which a month lies in the span, the earliest first."""
    first, last = Quarter.of(span.first), Quarter.of(span.last)
    count = (last.year - first.year) * _QUARTERS + last.number - first.number + 1
    return [first.later(n) for n in range(count)]


def _share(group: str, months: Sequence[MonthOfAwards], on_day: Mapping[str, Mapping[str, int]]) -> FairShare:
    base, parts = FAVOURED[group]
    known = {unit: of for unit, staff in on_day.items() if (of := sum(staff.get(part, 0) for part in parts))}
    awards = [month.groups for month in months if month.unit_id in known]
    return FairShare(
        group=group,
        awards=sum(each.get(group, 0) for each in awards),
        of_awards=sum(each.get(base, 0) for each in awards),
        staff=sum(on_day[unit].get(group, 0) for unit in known),
        of_staff=sum(known.values()),
    )


def _quarters(
    unit_id: str | None,
    months: Sequence[MonthOfAwards],
    staff: Sequence[UnitStaff],
    quarters: Sequence[Quarter],
    alerts: Alerts,
) -> Iterator[QuarterFigure]:
    its_staff = [one for one in staff if unit_id in (None, one.unit_id)]
    within = defaultdict(list)
    for month in months:
        within[Quarter.of(month.month)].append(month)
    for quarter in quarters:
        running = [quarter.later(-n) for n in range(alerts.quarters)]
        shares = [fair_shares(within[one], its_staff, one.last_day) for one in running]
        for of_group in zip(*shares, strict=True):
            low = all(share.is_below(alerts.fair_ratio) for share in of_group)
            yield QuarterFigure(unit_id, quarter.name, of_group[0], low)
