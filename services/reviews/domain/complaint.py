"""A complaint: somebody says that a case or an award is wrong. Supervision verifies it and rules, in time.

Source: the domain's rules on complaints. Who sent it is sealed; the words stay in this service.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.finding import Subject
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.holds import HoldGround
from shared.kernel.separations import Standing, Standings
from shared.kernel.steps import AlarmKind


class ComplaintKind(StrEnum):
    """A complaint is about a decision that touches its sender, a denunciation about somebody's wrong."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


class ComplaintState(StrEnum):
    """Where it stands."""

    LODGED = "lodged"
    VERIFYING = "verifying"
    TURNED_DOWN = "turned_down"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Request(StrEnum):
    """What supervision asks of those who decide, when the complaint is right."""

    RE_REVIEW = "re_review"
    REVOCATION = "revocation"


HOLD_GROUND = {
    ComplaintKind.COMPLAINT: HoldGround.COMPLAINT_VERIFICATION,
    ComplaintKind.DENUNCIATION: HoldGround.DENUNCIATION_UNDER_VERIFICATION,
}
"""Why a case stands still while it is verified."""


class NothingToRevokeError(RefusedError):
    """A revocation is asked of an award; a case has none yet."""

    code = "NOTHING_TO_REVOKE"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint. `sender_sealed` says who sent it and how to reach them, `sender_mark` only whether it was someone.

    `due_on` is by when it is taken up or turned down, then by when it is ruled on, `told` the
    last alarm about that day.
    """

    id: UUID
    version: int
    state: ComplaintState
    number: str
    kind: ComplaintKind
    target: Subject
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    ground_vi: str
    sender_sealed: str
    sender_mark: str
    lodged_on: date
    due_on: date
    asks: Request | None = None
    ruling_vi: str = ""
    resolved_on: date | None = None
    told: AlarmKind | None = None

    @property
    def standings(self) -> Standings:
        """Who gains by the file that it is about."""
        return {Standing.SUBJECT: self.target.gain_refs}

    def take_up(self, due_on: date) -> Self:
        """It is verified, and ruled on until a day. Raises: ConflictError."""
        self._expect(ComplaintState.LODGED)
        return replace(self, state=ComplaintState.VERIFYING, due_on=due_on, told=None)

    def turn_down(self, because: str, on: date) -> Self:
        """It is not verified, for this reason. Raises: ConflictError."""
        self._expect(ComplaintState.LODGED)
        return self._resolved(ComplaintState.TURNED_DOWN, because, on)

    def uphold(self, asks: Request, ruling_vi: str, on: date, *, has_award: bool = False) -> Self:
        """It is right: those who decide are asked to act. Of a case without an award there is nothing to revoke.

        Raises: ConflictError, NothingToRevokeError.
        """
        self._expect(ComplaintState.VERIFYING)
        if asks is Request.REVOCATION and not has_award:
            raise NothingToRevokeError(field="asks")
        return replace(self._resolved(ComplaintState.UPHELD, ruling_vi, on), asks=asks)

    def reject(self, ruling_vi: str, on: date) -> Self:
        """It is not right. Raises: ConflictError."""
        self._expect(ComplaintState.VERIFYING)
        return self._resolved(ComplaintState.REJECTED, ruling_vi, on)

    def _resolved(self, state: ComplaintState, ruling_vi: str, on: date) -> Self:
        return replace(self, state=state, ruling_vi=ruling_vi, resolved_on=on)

    def _expect(self, state: ComplaintState) -> None:
        if self.state is not state:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
