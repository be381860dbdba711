"""A suggestion: somebody saw a good deed and says so. It is no nomination yet, and it is owed an answer."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.steps import AlarmKind

UNANSWERED = "unanswered"
ANSWERED = "answered"


class Channel(StrEnum):
    """How it came."""

    PEER = "peer"
    CITIZEN = "citizen"
    PRESS = "press"


class Outcome(StrEnum):
    """What came of it."""

    NOMINATED = "nominated"
    JOINED = "joined"
    DECLINED = "declined"


class AnswerIncompleteError(RefusedError):
    """What was nominated or joined is named, and nothing else; what is declined has a reason."""

    code = "ANSWER_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion. `contact_sealed` is how its sender can be reached, sealed; `due_on` by when it is answered.

    `told` is the last alarm about that day.
    """

    id: UUID
    number: str
    unit_code: str
    unit_path: tuple[str, ...]
    channel: Channel
    hint_vi: str
    sender_ref: str
    received_on: date
    due_on: date
    contact_sealed: str | None = None
    outcome: Outcome | None = None
    reason_vi: str = ""
    nomination_id: UUID | None = None
    answered_on: date | None = None
    told: AlarmKind | None = None
    state: str = UNANSWERED
    version: int = 0

    def answer(self, outcome: Outcome, reason_vi: str, nomination_id: UUID | None, on: date) -> "Suggestion":
        """The unit says what came of it, once. Raises: ConflictError, AnswerIncompleteError."""
        if self.state != UNANSWERED:
            raise ConflictError("STATE_CHANGED", state=self.state)
        if outcome is Outcome.DECLINED and not reason_vi:
            raise AnswerIncompleteError(field="reason_vi")
        if (outcome is Outcome.DECLINED) is not (nomination_id is None):
            raise AnswerIncompleteError(field="nomination_id")
        return replace(
            self,
            state=ANSWERED,
            outcome=outcome,
            reason_vi=reason_vi,
            nomination_id=nomination_id,
            answered_on=on,
        )


def suggestion_id_of(cause_id: UUID) -> UUID:
    """The id of the suggestion that this command makes."""
    return id_from("suggestion", cause_id)
