"""A supervisor finds a complaint right."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.complaint import Request
from services.reviews.usecases.complaint.about import about
from services.reviews.usecases.complaint.has_award import HasAward
from services.reviews.usecases.complaint.judge import JudgedComplaint
from services.reviews.usecases.ports import Complaints
from shared.contracts.supervision import ComplaintResolved
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class UpholdComplaint:
    """Say what was found, and ask those who decide to review again or to revoke: supervision itself changes no file.

    Emits: ComplaintResolved.
    Raises: ForbiddenError, RoleSeparationError, ConflictError, NothingToRevokeError.
    """

    judged: JudgedComplaint
    complaints: Complaints
    has_award: HasAward
    clock: Clock

    async def __call__(self, complaint_id: UUID, asks: Request, ruling_vi: str, cause: Cause) -> None:
        complaint = await self.judged(complaint_id, cause)
        has_award = asks is Request.REVOCATION and await self.has_award(complaint)
        upheld = complaint.uphold(asks, ruling_vi, local_day(self.clock()), has_award=has_award)
        event = ComplaintResolved(**about(upheld), outcome=upheld.state.value, asks=asks.value)
        await self.complaints.save(upheld, emits=[event], because_of=cause)
