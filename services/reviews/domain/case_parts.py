"""What a case is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.holds import ON_HOLD
from shared.kernel.rulepack import PackQuote


class CaseState(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    RETURNED = "returned"
    APPRAISING = "appraising"
    CONSULTING = "consulting"
    READY = "ready"
    IN_SESSION = "in_session"
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    AWAITING_DECISION = "awaiting_decision"
    ESCALATED = "escalated"
    ON_HOLD = ON_HOLD
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ENDED_WITHOUT = frozenset({CaseState.REFUSED, CaseState.WITHDRAWN})
"""How a case ends without an award."""

CASE_WITHDRAWN = "CASE_WITHDRAWN"
"""Why a decision does not commend by a case that its unit takes back."""


class Verdict(StrEnum):
    """What the appraiser found."""

    MEETS = "meets"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class PackChoice:
    """Who chose a newer rule pack for the case, when and why, and what it was received under."""

    by_ref: str
    on: date
    reason_vi: str
    before: PackQuote


class InDraftError(ConflictError):
    """A draft of a decision names the case; it is sent back first."""

    code = "IN_DRAFT"


class CaseEndedError(ConflictError):
    """The case ended without an award: nothing is commended by it any more."""

    code = "CASE_ENDED"


class NotHigherError(RefusedError):
    """The case is before its grantor already: nobody above decides about it."""

    code = "NOT_HIGHER"


class TooLateSignedError(ConflictError):
    """A decision that commends its subject is signed: what is withdrawn after that is nothing."""

    code = "TOO_LATE_SIGNED"


class FindingMissingError(RefusedError):
    """A failing verdict needs at least one finding."""

    code = "REASON_MISSING"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a file lacks: a code of the vocabulary, and the officer's words."""

    code: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Who gave the file back to its unit, when, until which day it may be completed, and what it lacks.

    `appraised` tells whether it had been appraised, which is done anew.
    """

    by_ref: str
    on: date
    due_on: date
    lacks: tuple[Lack, ...]
    appraised: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who asked to take the file back, when and why. What became of it is what became of the case."""

    by_ref: str
    on: date
    reason_vi: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What a unit below the grantor made of the case before it sent it up: who appraised, and its council's session."""

    unit_id: str
    on: date
    appraiser_ref: str | None
    verdict: Verdict | None
    findings: tuple[str, ...]
    session_id: UUID | None
