"""A supervisor finds a complaint wrong."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.ports import Complaints
from shared.contracts.supervision import ComplaintResolved
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class RejectComplaint:
    """Say what was found: the file goes on, or the award stands.

    Emits: ComplaintResolved.
    Raises: ForbiddenError, RoleSeparationError, ConflictError.
    """

    judged: JudgedComplaint
    complaints: Complaints
    clock: Clock

    async def __call__(self, complaint_id: UUID, ruling_vi: str, cause: Cause) -> None:
        complaint = await self.judged(complaint_id, cause)
        resolved = complaint.reject(ruling_vi, local_day(self.clock()))
        event = ComplaintResolved(**about(resolved), outcome=resolved.state.value)
        await self.complaints.save(resolved, emits=[event], because_of=cause)
