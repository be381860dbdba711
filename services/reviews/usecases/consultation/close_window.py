"""The days in which the public is asked go by."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.asking import Consultations
from services.reviews.usecases.consultation.about import about, counts
from services.reviews.usecases.ports import Cases
from shared.contracts.consultations import ConsultationClosed
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.errors import AlreadyHandledError

_BATCH = 200


@dataclass(frozen=True, slots=True)
class CloseWindows:
    """Close what is over, from the day after its last one; what stands still with its case waits.

    What fails for one keeps no other open; in the end it is raised together, so that it is told and tried again.

    Emits: ConsultationClosed.
    Raises: ExceptionGroup.
    """

    consultations: Consultations
    cases: Cases
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        await for_each(self._overdue(today), lambda consultation_id: self._close(consultation_id, today))

    async def _overdue(self, today: date) -> AsyncIterator[UUID]:
        for consultation_id in await self.consultations.overdue(today, _BATCH):
            yield consultation_id

    async def _close(self, consultation_id: UUID, today: date) -> None:
        cause = job_cause("reviews", "close window", consultation_id)
        try:
            consultation = await self.consultations.get(consultation_id, cause)
        except AlreadyHandledError:
            return
        case = await self.cases.find(consultation.case_id)
        closed = consultation if case is None else consultation.close(case, today)
        if closed is not consultation:
            event = ConsultationClosed(**about(closed), **counts(closed))
            await self.consultations.save(closed, emits=[event], because_of=cause)
