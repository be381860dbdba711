"""The complaint that a supervisor acts on."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.complaint import Complaint
from services.reviews.usecases.ports import Complaints, Safe
from shared.kernel.cause import Cause
from shared.kernel.separations import RoleSeparationError


@dataclass(frozen=True, slots=True)
class JudgedComplaint:
    """Gets a complaint for one who is neither its sender nor gains by its file."""

    complaints: Complaints
    safe: Safe

    async def __call__(self, complaint_id: UUID, cause: Cause) -> Complaint:
        """Raises: ForbiddenError, RoleSeparationError, AlreadyHandledError, CauseReusedError."""
        complaint = await self.complaints.get(complaint_id, cause)
        if complaint.sender_mark == self.safe.mark(cause.actor.ref):
            raise RoleSeparationError
        return complaint
