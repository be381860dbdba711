"""A supervisor opens a finding again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.finding.about import about
from services.reviews.usecases.ports import Findings
from shared.contracts.supervision import FindingReopened
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ReopenFinding:
    """Say why the remedy is not enough; its owner goes on until another day.

    Emits: FindingReopened.
    Raises: ForbiddenError, ConflictError, DueInPastError.
    """

    findings: Findings
    clock: Clock

    async def __call__(self, finding_id: UUID, because: str, due_on: date, cause: Cause) -> None:
        finding = await self.findings.get(finding_id, cause)
        reopened = finding.reopen(because, due_on, local_day(self.clock()))
        event = FindingReopened(**about(reopened), owner_ref=str(reopened.owner_ref), due_on=due_on)
        await self.findings.save(reopened, emits=[event], because_of=cause)
