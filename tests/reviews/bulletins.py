"""Bulletins in memory, and what they are made of."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from services.reviews.domain.award import STANDING, Award
from services.reviews.domain.bulletin import Bulletin, BulletinPeriod, Happened
from services.reviews.domain.case import Case
from shared.contracts.event import Event
from tests.reviews.kept import Document, MemoryKept


class MemoryBulletins(MemoryKept[Bulletin]):
    def __init__(
        self, told: list[Event], cases: Mapping[UUID, Document[Case]], awards: Mapping[UUID, Document[Award]]
    ) -> None:
        super().__init__(lambda one: one.unit_path, told)
        self._cases, self._awards = cases, awards

    async def told(self, period: BulletinPeriod) -> Collection[str]:
        return [one.thing.unit_id for one in self.documents.values() if one.thing.period == period]

    async def happened(self, period: BulletinPeriod) -> Mapping[tuple[str, ...], Happened]:
        cases = [one.thing for one in self._cases.values()]
        awards = [one.thing for one in self._awards.values() if one.thing.state in STANDING]
        received = Counter(case.facts.unit_path for case in cases if _in(period, case.facts.received_on))
        granted = Counter(award.facts.unit_path for award in awards if _in(period, award.granted.decided_on))
        return {path: Happened(received[path], granted[path]) for path in received.keys() | granted.keys()}


def _in(period: BulletinPeriod, day: object) -> bool:
    return str(period.first_on) <= str(day) <= str(period.last_on)
