"""Look for earlier files that may mean the same deed, across both command lines."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.likeness import WHOLE, Candidate, Sought, Why, candidate
from services.nominations.domain.nomination import Nomination
from services.nominations.usecases.ports import Deeds, Nominations
from shared.kernel.rulepack import DuplicateRule

_MOST = 20


@dataclass(frozen=True, slots=True)
class SeekDuplicates:
    """Name the candidates of one file, the certain before the others, the earliest first, at most 20. They only ask."""

    nominations: Nominations
    deeds: Deeds

    async def __call__(self, nomination: Nomination, rule: DuplicateRule) -> tuple[Candidate, ...]:
        """Candidates by the pack's window and limit."""
        deed = nomination.deed
        kin = frozenset[UUID]() if deed is None else await self.deeds.kin(deed.deed_id)
        near = await self.nominations.earlier_near(nomination, kin, rule.window_days)
        if deed is None:
            return tuple(Candidate(one.number, None, Why.SAME_YEAR, WHOLE) for one in near)[:_MOST]
        known = {one.deed_id for one in near if one.deed_id is not None}
        deeds = await self.deeds.known({deed.deed_id, *known})
        mine = deeds.get(deed.deed_id)
        if mine is None:
            return ()
        sought = Sought(mine, nomination.subject.ref, kin)
        found = (
            candidate(sought, one, deeds[one.deed_id], rule.similarity)
            for one in near
            if one.deed_id is not None and one.deed_id in deeds
        )
        named = [one for one in found if one is not None]
        return tuple(sorted(named, key=lambda one: not one.is_certain))[:_MOST]
