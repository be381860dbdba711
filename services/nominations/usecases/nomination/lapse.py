"""Returned files lapse by themselves."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.nominations.domain.afterwards import lapse
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations, Submissions
from shared.contracts.nominations import NominationLapsed
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.errors import AlreadyHandledError, StaleError


@dataclass(frozen=True, slots=True)
class LapseNominations:
    """The day after the last on which a returned file could be completed it lapses; a job asks.

    One that was sent in a submission, on its last day perhaps, waits for the answer to that. What fails for one keeps
    no other waiting; in the end it is raised together, so that it is told and tried again.

    Emits: NominationLapsed.
    Raises: ExceptionGroup.
    """

    nominations: Nominations
    submissions: Submissions
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())

        async def look(nomination_id: UUID) -> None:
            with suppress(AlreadyHandledError, StaleError):  # others were faster; the next run looks again
                await self._lapse(nomination_id, today)

        await for_each(self._overdue(today), look)

    async def _overdue(self, today: date) -> AsyncIterator[UUID]:
        overdue = await self.nominations.overdue(today)
        sent = await self.submissions.waiting(overdue)
        for nomination_id in (one for one in overdue if one not in sent):
            yield nomination_id

    async def _lapse(self, nomination_id: UUID, today: date) -> None:
        cause = job_cause("nominations", "lapse nomination", nomination_id)
        nomination = await self.nominations.get(nomination_id, cause)
        lapsed = lapse(nomination, today)
        if lapsed is nomination or lapsed.return_due_on is None:
            return
        event = NominationLapsed(**head(lapsed), due_on=lapsed.return_due_on, proposer_ref=lapsed.proposer_ref)
        await self.nominations.save(lapsed, emits=[event], because_of=cause)
