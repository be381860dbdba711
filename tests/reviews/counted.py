"""Awards as figures count them: some by hand, any by hypothesis, and a home in memory."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from hypothesis import strategies as st

from services.reviews.domain.figures import STAGES, CountedAward, MonthOfAwards, Span
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
        rows: dict[tuple[str, ...], list[CountedAward]] = defaultdict(list)
        for one in self._counted.values():
            path = one.unit_path
            in_scope = places is None or places & set(path)
            if span.first <= one.month <= span.last and in_scope and unit_id in (None, *path):
                rows[path[-1], one.month, one.nomination_type].append(one)
        return [month_of(key, awards) for key, awards in rows.items()]


def month_of(key: tuple[str, ...], awards: Sequence[CountedAward]) -> MonthOfAwards:
    unit_id, month, nomination_type = key
    days = {stage: Counter(one.days[stage] for one in awards if stage in one.days) for stage in STAGES}
    groups = Counter(group for one in awards for group in one.groups)
    return MonthOfAwards(unit_id, month, nomination_type, len(awards), days, groups)
