"""Why a command on a nomination is refused."""

from typing import Self

from services.nominations.domain.eligibility import Reason
from shared.kernel.errors import ConflictError, RefusedError


class SelfEndorsementError(RefusedError):
    """Nobody endorses oneself: a deputy or the level above endorses a head."""

    code = "SELF_ENDORSEMENT"


class NoAuthorityError(RefusedError):
    """This level may not grant this form."""

    code = "NO_AUTHORITY"


class RulesNotPassedError(RefusedError):
    """A file with a failed rule cannot be accepted; it says which rule failed, or all of them."""

    code = "RULES_NOT_PASSED"

    @classmethod
    def of(cls, failed: tuple[Reason, ...]) -> Self:
        """One failure speaks for itself; of several each is named."""
        if len(failed) == 1:
            return cls(failed[0].code, **failed[0].params)
        return cls(reasons=failed)


class DuplicateOpenError(ConflictError):
    """An earlier file may mean the same deed: merge it, or say that they are kept apart."""

    code = "DUPLICATE_OPEN"


class ReturnWindowClosedError(RefusedError):
    """The time to complete a returned file is over."""

    code = "RETURN_WINDOW_CLOSED"


class ReasonMissingError(RefusedError):
    """A file is returned, merged or withdrawn with a reason."""

    code = "REASON_MISSING"


class DataMissingError(RefusedError):
    """A rule knows too little: a person decides, and says why."""

    code = "DATA_MISSING"


class RuleNotFailedError(RefusedError):
    """A file is ruled out by a rule that it fails; one that passes or knows too little rules nothing out."""

    code = "RULE_NOT_FAILED"
