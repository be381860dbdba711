"""A supervisor assigns a finding."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.reviews.usecases.finding.about import about
from services.reviews.usecases.ports import Findings
from shared.contracts.supervision import FindingAssigned
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AssignFinding:
    """Say who sets it right, and until when.

    Emits: FindingAssigned.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, DueInPastError.
    """

    findings: Findings
    clock: Clock

    async def __call__(self, finding_id: UUID, owner_ref: str, due_on: date, cause: Cause) -> None:
        finding = await self.findings.get(finding_id, cause)
        assigned = finding.assign(owner_ref, due_on, local_day(self.clock()))
        event = FindingAssigned(**about(assigned), owner_ref=owner_ref, due_on=due_on)
        await self.findings.save(assigned, emits=[event], because_of=cause)
