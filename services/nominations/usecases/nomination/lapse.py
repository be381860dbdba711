"""Returned files lapse by themselves."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.afterwards import lapse
from services.nominations.usecases.nomination.describe import head
from services.nominations.usecases.ports import Nominations, Submissions
from shared.contracts.nominations import NominationLapsed
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError, StaleError


@dataclass(frozen=True, slots=True)
class LapseNominations:
    """The day after the last on which a returned file could be completed it lapses; a job asks.

    One that was sent in a submission, on its last day perhaps, waits for the answer to that.

    Emits: NominationLapsed.
    """

    nominations: Nominations
    submissions: Submissions
    clock: Clock

    async def __call__(self) -> None:
        overdue = await self.nominations.overdue(local_day(self.clock()))
        sent = await self.submissions.waiting(overdue)
        for nomination_id in (one for one in overdue if one not in sent):
            try:
                await self._lapse(nomination_id)
            except (AlreadyHandledError, StaleError):
                continue  # another replica was faster; if a person was, the next run looks again

    async def _lapse(self, nomination_id: UUID) -> None:
        today = local_day(self.clock())
        cause = job_cause("nominations", "lapse nomination", nomination_id)
        nomination = await self.nominations.get(nomination_id, cause)
        lapsed = lapse(nomination, today)
        if lapsed is nomination or lapsed.return_due_on is None:
            return
        event = NominationLapsed(**head(lapsed), due_on=lapsed.return_due_on, proposer_ref=lapsed.proposer_ref)
        await self.nominations.save(lapsed, emits=[event], because_of=cause)
