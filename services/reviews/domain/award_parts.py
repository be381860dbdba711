"""What is said of an award after its grant: words that change, a revocation, and why something is refused."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.revocation import RevocationGround


class UnderExaminationError(ConflictError):
    """A complaint about it is being verified; money and words stay as they are until that is over."""

    code = "UNDER_EXAMINATION"


class CorrectionEmptyError(RefusedError):
    """A correction that changes no word."""

    code = "CORRECTION_EMPTY"


class DayOutsideError(RefusedError):
    """What follows a decision happens between the day of the decision and today."""

    code = "DAY_OUTSIDE"


class CeremonyInPastError(RefusedError):
    """Who is invited must be able to come: a ceremony is held today or later."""

    code = "CEREMONY_IN_PAST"


class AlreadyPaidError(ConflictError):
    """A bonus is paid once."""

    code = "ALREADY_PAID"


class RecoveredTooMuchError(RefusedError):
    """More money would come back than is due."""

    code = "RECOVERED_TOO_MUCH"


class RecoveryEmptyError(RefusedError):
    """Nothing that is due would come back."""

    code = "RECOVERY_EMPTY"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an award that everybody reads: the name as it stands on paper, and for what."""

    subject_label: str
    citation_vi: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """On which day, and at which unit, an award is to be handed over, unless that was called off since."""

    on: date
    place_id: str
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """Words set right on a day, by the document `number`; who did it and why stays here."""

    number: str
    on: date
    before: Wording
    after: Wording
    reason: str
    by_ref: str


@dataclass(frozen=True, slots=True)
class Revoking:
    """A grantor's wish to revoke an award: the ground, the number of the revoking decision, the day and the person."""

    ground: RevocationGround
    number: str
    reason: str
    on: date
    by_ref: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a revocation asks back, and what came back of it. Money in đồng.

    `object_due`: the certificate was handed over, so it must come back too.
    """

    because: Revoking
    due_vnd: int
    object_due: bool
    recovered_vnd: int = 0
    object_returned: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether all that is due came back."""
        return self.recovered_vnd == self.due_vnd and (self.object_returned or not self.object_due)

    def recover(self, vnd: int, *, object_returned: bool) -> Self:
        """So much money came back, and the object or not. Raises: RecoveredTooMuchError, RecoveryEmptyError."""
        left = self.due_vnd - self.recovered_vnd
        if vnd > left:
            raise RecoveredTooMuchError(field="recovered_vnd", left_vnd=left)
        takes_object = object_returned and self.object_due and not self.object_returned
        if not vnd and not takes_object:
            raise RecoveryEmptyError
        return replace(
            self, recovered_vnd=self.recovered_vnd + vnd, object_returned=self.object_returned or takes_object
        )
