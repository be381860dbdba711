"""Awards as figures count them: some by hand, any by hypothesis, and a home in memory."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from hypothesis import strategies as st

from services.reviews.domain.figures import STAGES, CountedAward, MonthOfAwards, Span, Took
from services.reviews.usecases.ports import Places
from shared.kernel.ids import id_from

HP, THADS, P5 = ("UB-HP", "STP-HP"), ("BTP", "THADS-HP"), ("BTP", "THADS-HP", "P-THADS-5")
ALWAYS = Span("1900-01", "2099-12")
GROUPS = (("individual", "direct"), ("individual", "specialist"), ("collective",), ("collective", "small_collective"))

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

    async def count(self, counted: CountedAward) -> None:
        self._counted.setdefault(counted.award_id, counted)

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
