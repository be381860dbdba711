"""Who did a deed can be disputed: what a colleague claims, what both sides said, how it ended."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shared.kernel.errors import RefusedError


class DisputeOutcome(StrEnum):
    """How a dispute ended: the shares were changed, or they stand."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class NotHeardError(RefusedError):
    """A dispute is resolved when both sides were heard; `field` names the one that was not."""

    code = "NOT_BOTH_HEARD"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a colleague says: a share of the deed in whole percent is the own one, and why."""

    claimant_ref: str
    share: int
    ground_vi: str
    on: date


@dataclass(frozen=True, slots=True)
class Hearing:
    """What both sides said to the officer who resolves the dispute."""

    claimant_vi: str
    contributors_vi: str
    officer_ref: str

    def __post_init__(self) -> None:
        for name in ("claimant_vi", "contributors_vi"):
            if not getattr(self, name):
                raise NotHeardError(field=name)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute about who did a deed; open until it was heard."""

    claim: Claim
    hearing: Hearing | None = None
    outcome: DisputeOutcome | None = None
    resolved_on: date | None = None

    def resolved(self, hearing: Hearing, outcome: DisputeOutcome, on: date) -> "Dispute":
        """The same dispute, heard and ended."""
        return replace(self, hearing=hearing, outcome=outcome, resolved_on=on)
