"""Events of `reviews.v1`: cases, and opinions about them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import OpinionAsked, ReasonGiven, Step
from shared.contracts.topics import REVIEWS


class ReviewEvent(Event):
    """Something that happened to a case; its id is the nomination's.

    `office_path` are the units before which it is reviewed now: below the grantor's, or the grantor's own.
    """

    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "case_id"

    case_id: UUID
    number: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    office_path: tuple[str, ...] = ()


class ReviewCaseOpened(ReviewEvent):
    """A case was opened for a submitted nomination; its steps have their days."""

    type: ClassVar[str] = "review.case_opened"

    procedure: str
    steps: tuple[Step, ...]
    decide_by: date


class ReviewAdmitted(ReviewEvent):
    """The accepted file may be appraised."""

    type: ClassVar[str] = "review.admitted"

    procedure: str
    steps: tuple[Step, ...]
    decide_by: date | None = None


class ReviewAppraised(ReviewEvent):
    """An officer appraised the case. `next_state` is consulting, ready (council) or awaiting_decision (simplified).

    `asks` are the opinions that the form wants. What the officer found is asked of the owner.
    """

    type: ClassVar[str] = "review.appraised"

    verdict: str
    next_state: str
    asks: tuple[OpinionAsked, ...] = ()


class ReviewConsulted(ReviewEvent):
    """All who were asked have answered, or their time is over. `next_state` is ready or awaiting_decision."""

    type: ClassVar[str] = "review.consulted"

    verdict: str
    next_state: str


class ReviewRecommended(ReviewEvent):
    """The council voted for it."""

    type: ClassVar[str] = "review.recommended"

    session_id: UUID


class ReviewNotRecommended(ReviewEvent):
    """The council's vote stayed below the threshold or the base."""

    type: ClassVar[str] = "review.not_recommended"

    session_id: UUID
    reasons: tuple[ReasonGiven, ...] = ()


class ReviewEscalated(ReviewEvent):
    """A unit below has reviewed it and sends it up to its grantor, where its clock begins anew."""

    type: ClassVar[str] = "review.escalated"

    from_unit_id: str
    to_unit_id: str
    steps: tuple[Step, ...]
    decide_by: date


class ReviewTakenOver(ReviewEvent):
    """An officer of the grantor took it in hand, to appraise it anew."""

    type: ClassVar[str] = "review.taken_over"

    to_unit_id: str


class ReviewReturned(ReviewEvent):
    """The file lacks something; its unit may complete it until `due_on`, and it is forwarded anew."""

    type: ClassVar[str] = "review.returned"

    reasons: tuple[ReasonGiven, ...]
    returned_on: date
    due_on: date


class ReviewHeld(ReviewEvent):
    """The case stands still until something is verified. `ground` is a code; others learn only that it is held."""

    type: ClassVar[str] = "review.held"

    ground: str


class ReviewReleased(ReviewEvent):
    """A held case goes on in `next_state`, its open steps later by the `held_days` (working days) of this hold."""

    type: ClassVar[str] = "review.released"

    next_state: str
    held_days: int
    steps: tuple[Step, ...]
    decide_by: date


class ReviewPackChosen(ReviewEvent):
    """An officer chose the newer rule pack for the case; what is not done falls due by its clock.

    Why is asked of the owner.
    """

    type: ClassVar[str] = "review.pack_chosen"

    pack_id: str
    pack_version: str
    pack_hash: str
    steps: tuple[Step, ...]
    decide_by: date


class ReviewWithdrawalRequested(ReviewEvent):
    """The unit takes the file back. It ends now, or once no decision names it any more, or it was signed meanwhile.

    Why is asked of the owner.
    """

    type: ClassVar[str] = "review.withdrawal_requested"

    proposer_ref: str


class ReviewDeadlineApproaching(ReviewEvent):
    """The step that waits, such as `appraise` or `decide`, falls due on the next working day."""

    type: ClassVar[str] = "review.deadline_approaching"

    step: str
    due_on: date


class ReviewDeadlineBreached(ReviewEvent):
    """The step that waits was not done by its day. `legal`: the law's limit, not only our target, is over.

    `escalate_to` is the unit one level above the grantor's on the command line; there is none at the top.
    """

    type: ClassVar[str] = "review.deadline_breached"

    step: str
    due_on: date
    legal: bool
    escalate_to: str | None = None


class ReviewClosed(ReviewEvent):
    """The case ended. `outcome` is granted, refused or withdrawn."""

    type: ClassVar[str] = "review.closed"

    outcome: str
    reasons: tuple[ReasonGiven, ...] = ()
    proposer_ref: str | None = None


class OpinionEvent(Event):
    """Something that happened to an opinion about a case, of the file `number`; what was typed stays with the owner."""

    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "opinion_id"

    opinion_id: UUID
    case_id: UUID
    number: str
    subject_ref: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    body_id: str
    due_on: date
    silence: str


class OpinionRequested(OpinionEvent):
    """A body is asked what it thinks of the file."""

    type: ClassVar[str] = "opinion.requested"


class OpinionDeadlineApproaching(OpinionEvent):
    """The body has not answered, and its last day is the next working day; after it the silence counts."""

    type: ClassVar[str] = "opinion.deadline_approaching"

    step: str


class OpinionReceived(OpinionEvent):
    """The body answered: consent or object."""

    type: ClassVar[str] = "opinion.received"

    position: str


class OpinionLapsed(OpinionEvent):
    """Nobody answered in time. `position` is what the silence counts as, none when it counts as nothing."""

    type: ClassVar[str] = "opinion.lapsed"

    position: str | None = None
