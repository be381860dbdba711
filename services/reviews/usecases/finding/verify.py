"""A supervisor verifies that a finding was set right."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.finding.about import about
from services.reviews.usecases.ports import Findings
from shared.contracts.supervision import FindingVerified
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class VerifyFinding:
    """Close a finding whose remedy was checked.

    Emits: FindingVerified.
    Raises: ForbiddenError, ConflictError.
    """

    findings: Findings

    async def __call__(self, finding_id: UUID, cause: Cause) -> None:
        verified = (await self.findings.get(finding_id, cause)).verify()
        event = FindingVerified(**about(verified), owner_ref=str(verified.owner_ref))
        await self.findings.save(verified, emits=[event], because_of=cause)
