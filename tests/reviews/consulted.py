"""Opinions and consultations in memory."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from services.reviews.domain.consultation import Consultation, ConsultationState
from services.reviews.domain.opinion import Opinion, OpinionState
from services.reviews.usecases.ports import Places, Seen
from tests.reviews.kept import MemoryKept, MemoryWaiting


class MemoryOpinions(MemoryWaiting[Opinion]):
    waiting = ("requested",)

    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        opinions = (document.thing for document in self.documents.values())
        found = [
            one for one in opinions if one.state is OpinionState.REQUESTED and one.due_on < today and not one.paused
        ]
        return [one.id for one in sorted(found, key=lambda one: one.due_on)][:limit]

    async def open_about(self, case_id: UUID) -> Sequence[UUID]:
        opinions = (document.thing for document in self.documents.values())
        return [one.id for one in opinions if one.case_id == case_id and one.state is OpinionState.REQUESTED]


class MemoryConsultations(MemoryKept[Consultation]):
    async def overdue(self, today: date, limit: int) -> Sequence[UUID]:
        return [one.id for one in self._open() if one.closes_on < today][:limit]

    async def open_on(self, today: date, limit: int) -> Sequence[Consultation]:
        return [one for one in self._open() if one.closes_on >= today][:limit]

    async def with_comment_of(self, mark: str, limit: int) -> Sequence[Consultation]:
        found = [document.thing for document in self.documents.values()]
        return [one for one in found[::-1] if any(said.sender_mark == mark for said in one.comments)][:limit]

    async def shown(self, consultation_id: UUID, places: Places) -> Seen[Consultation] | None:
        return next((seen for seen in self._within(places) if seen.thing.id == consultation_id), None)

    async def listed(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Consultation]]:
        found = [seen for seen in self._within(places) if not states or seen.thing.state in states]
        return [seen for seen in found if case_id in (None, seen.thing.case_id)][:limit]

    def _open(self) -> list[Consultation]:
        found = (document.thing for document in self.documents.values())
        wanted = [one for one in found if one.state is ConsultationState.WINDOW_OPEN and not one.paused]
        return sorted(wanted, key=_closing_first)

    def _within(self, places: Places) -> list[Seen[Consultation]]:
        found = self.within(places, lambda consultation: consultation.facts.grantor_path)
        return sorted(found, key=lambda seen: _closing_first(seen.thing))


def _closing_first(consultation: Consultation) -> tuple[date, bytes]:
    return consultation.closes_on, consultation.id.bytes
