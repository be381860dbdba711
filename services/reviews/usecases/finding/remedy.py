"""The owner of a finding reports what was done."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.finding.about import about
from services.reviews.usecases.ports import Findings
from shared.contracts.supervision import FindingRemedied
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class RemedyFinding:
    """Say how it was set right; supervision checks it.

    Emits: FindingRemedied.
    Raises: ForbiddenError, ConflictError, NotOwnerError.
    """

    findings: Findings

    async def __call__(self, finding_id: UUID, remedy_vi: str, cause: Cause) -> None:
        finding = await self.findings.get(finding_id, cause)
        remedied = finding.remedy(cause.actor.ref, remedy_vi)
        event = FindingRemedied(**about(remedied), owner_ref=cause.actor.ref)
        await self.findings.save(remedied, emits=[event], because_of=cause)
