"""Awards as figures count them: some by hand, any by hypothesis, and a home in memory."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from services.reviews.domain.answers import DueDay
from services.reviews.domain.fairness import Headcount, UnitStaff
from services.reviews.domain.figures import STAGES, CountedAward, MonthOfAwards, Span, Took
from services.reviews.domain.formalism import MonthOfReports, Movement, MovementAwards
from services.reviews.usecases.ports import Places
from shared.kernel.ids import id_from

HP, THADS, P5 = ("UB-HP", "STP-HP"), ("BTP", "THADS-HP"), ("BTP", "THADS-HP", "P-THADS-5")
ALWAYS = Span("1900-01", "2099-12")
GROUPS = (("individual", "direct"), ("individual", "specialist"), ("collective",), ("collective", "small_collective"))

STAFF: Mapping[tuple[str, ...], Mapping[str, int]] = {
    HP: {"direct": 64, "specialist": 38, "leader": 18},
    THADS: {"direct": 88, "specialist": 30, "leader": 22, "collective": 12, "small_collective": 9},
}

_numbers = itertools.count()


def counted(
    month: str = "2026-10",
    path: tuple[str, ...] = HP,
    nomination_type: str = "ad_hoc",
    days: Mapping[str, int] | None = None,
    groups: tuple[str, ...] = GROUPS[0],
) -> CountedAward:
    award_id = id_from("award", next(_numbers))
    return CountedAward(award_id, path, month, nomination_type, {"total": 5} if days is None else days, groups)


def staff_of(path: tuple[str, ...], since: date | None = None, valid_to: date | None = None) -> UnitStaff:
    counts = tuple(Headcount(group, count, since) for group, count in STAFF.get(path, {}).items())
    return UnitStaff(path, counts, valid_to)


months = st.builds("{:04}-{:02}".format, st.integers(2024, 2027), st.integers(1, 12))
awards = st.builds(
    counted,
    months,
    st.sampled_from([HP, THADS, P5]),
    st.sampled_from(["ad_hoc", "movement", "merit"]),
    st.dictionaries(st.sampled_from(STAGES), st.integers(0, 30)),
    st.sampled_from(GROUPS),
)


class MemoryFigures:
    def __init__(self) -> None:
        self._counted: dict[UUID, CountedAward] = {}
        self._taken_back: set[UUID] = set()

    async def count(self, counted: CountedAward) -> None:
        if counted.award_id not in self._taken_back:
            self._counted[counted.award_id] = counted

    async def take_back(self, award_id: UUID, unit_id: str, month: str) -> None:
        counted = self._counted.get(award_id)
        if counted is not None and (counted.unit_path[-1], counted.month) == (unit_id, month):
            self._taken_back.add(award_id)
            del self._counted[award_id]

    async def months(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfAwards]:
        return months_of(self._within(span, unit_id, places))

    async def took(self, span: Span, unit_id: str | None, nomination_type: str | None, places: Places) -> Took:
        found = self._within(span, unit_id, places)
        return took_of([one for one in found if nomination_type in (None, one.nomination_type)])

    def _within(self, span: Span, unit_id: str | None, places: Places) -> list[CountedAward]:
        return [
            one
            for one in self._counted.values()
            if span.first <= one.month <= span.last
            and (places is None or places & set(one.unit_path))
            and unit_id in (None, *one.unit_path)
        ]


class MemoryAnswers:
    def __init__(self) -> None:
        self._due: dict[UUID, tuple[tuple[str, ...], date]] = {}
        self._answered: dict[UUID, date] = {}

    async def expect(self, suggestion_id: UUID, unit_path: tuple[str, ...], due_on: date) -> None:
        self._due.setdefault(suggestion_id, (unit_path, due_on))

    async def settle(self, suggestion_id: UUID, on: date) -> None:
        if suggestion_id in self._due:
            self._answered.setdefault(suggestion_id, on)

    async def days(self, span: Span, unit_id: str | None, places: Places) -> Sequence[DueDay]:
        return [
            DueDay(path[-1], due_on, 1, int(self._answered.get(one, date.max) <= due_on))
            for one, (path, due_on) in self._due.items()
            if span.first <= f"{due_on:%Y-%m}" <= span.last
            and (places is None or places & set(path))
            and unit_id in (None, *path)
        ]


class MemoryFormalities:
    def __init__(self) -> None:
        self._reports: dict[UUID, tuple[tuple[str, ...], str, int, bool]] = {}
        self._movements: dict[UUID, tuple[int, Movement]] = {}
        self._awards: dict[UUID, tuple[UUID, date]] = {}
        self._taken_back: set[UUID] = set()

    async def report(
        self, file_id: UUID, unit_path: tuple[str, ...], month: str, sequence: int, *, repeats: bool
    ) -> None:
        first = self._reports.get(file_id, (unit_path, month, 0, False))
        if sequence > first[2]:
            self._reports[file_id] = (*first[:2], sequence, repeats)

    async def launch(self, movement: Movement, sequence: int) -> None:
        if sequence > self._movements.get(movement.id, (0, movement))[0]:
            self._movements[movement.id] = (sequence, movement)

    async def award(self, movement_id: UUID, award_id: UUID, decided_on: date) -> None:
        if award_id not in self._taken_back:
            self._awards[award_id] = (movement_id, decided_on)

    async def take_back(self, award_id: UUID) -> None:
        if self._awards.pop(award_id, None) is not None:
            self._taken_back.add(award_id)

    async def reports(self, span: Span, unit_id: str | None, places: Places) -> Sequence[MonthOfReports]:
        return [
            MonthOfReports(path[-1], month, 1, int(repeats))
            for path, month, _, repeats in self._reports.values()
            if span.first <= month <= span.last and (places is None or places & set(path)) and unit_id in (None, *path)
        ]

    async def movements(self, unit_id: str | None, places: Places) -> Sequence[MovementAwards]:
        return [
            MovementAwards(one, Counter(day for movement_id, day in self._awards.values() if movement_id == one.id))
            for _, one in self._movements.values()
            if (places is None or places & set(one.unit_path)) and unit_id in (None, *one.unit_path)
        ]


class MemoryStaff:
    def __init__(self) -> None:
        self._units: dict[UUID, tuple[int, UnitStaff]] = {}

    async def record(self, org_id: UUID, staff: UnitStaff, sequence: int) -> None:
        if sequence > self._units.get(org_id, (0, staff))[0]:
            self._units[org_id] = (sequence, staff)

    async def units(self, unit_id: str | None, places: Places) -> Sequence[UnitStaff]:
        return [
            one
            for _, one in self._units.values()
            if (places is None or places & set(one.unit_path)) and unit_id in (None, *one.unit_path)
        ]


def months_of(awards: Sequence[CountedAward]) -> list[MonthOfAwards]:
    rows: dict[tuple[str, str, str], list[CountedAward]] = defaultdict(list)
    for one in awards:
        rows[one.unit_path[-1], one.month, one.nomination_type].append(one)
    return [
        MonthOfAwards(*key, len(own), Counter(group for one in own for group in one.groups))
        for key, own in rows.items()
    ]


def took_of(awards: Sequence[CountedAward]) -> Took:
    took: dict[str, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for one in awards:
        for stage, days in one.days.items():
            took[one.unit_path[-1]][stage][days] += 1
    return took


class MemoryNumbers:
    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    async def next(self, series: str) -> int:
        self._numbers[series] = self._numbers.get(series, 0) + 1
        return self._numbers[series]
