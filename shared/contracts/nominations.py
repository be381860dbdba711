"""Events of `nominations.v1`: what happens to a nomination until it is in review, and how it was sent."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import EvidenceHash, ReasonGiven, Step, Verdict
from shared.contracts.topics import NOMINATIONS


class NominationEvent(Event):
    """Something that happened to a nomination. `number` is the file's public code, such as KT-2026-0147."""

    topic: ClassVar[str] = NOMINATIONS
    key: ClassVar[str] = "nomination_id"

    nomination_id: UUID
    number: str


class NominationFacts(NominationEvent):
    """The nomination without texts, names or evidence bytes.

    `nomination_type` is ad_hoc, movement, merit, dedication, long_service or external. A file of an annual form has a
    `year` and no deed; any other has a deed, its days and its contributors, who are recused.
    """

    version: ClassVar[int] = 2

    nomination_type: str
    form_code: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]
    subject_ref: str
    subject_kind: str
    work_role: str | None = None
    size: int | None = None
    deed_id: UUID | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    known_on: date | None = None
    year: int | None = None
    movement_id: UUID | None = None
    movement_final_review_on: date | None = None
    contributor_refs: tuple[str, ...] = ()
    proposer_ref: str


class NominationDrafted(NominationFacts):
    """A proposer began a nomination; nothing is asked of anybody yet."""

    type: ClassVar[str] = "nomination.drafted"


class SubmittedFacts(NominationFacts):
    """A nomination after its head endorsed it; pack_id, pack_version and pack_hash quote the rules of the receipt.

    `paused_days` are working days for which its clock stood still: it lay with its unit to be completed, or was held.
    `held_days` are those of them for which it was held.
    """

    endorser_ref: str
    received_on: date
    pack_id: str
    pack_version: str
    pack_hash: str = ""
    paused_days: int = 0
    held_days: int = 0


class NominationSubmitted(SubmittedFacts):
    """A unit head submitted the nomination, on any day of the year."""

    type: ClassVar[str] = "nomination.submitted"


class NominationReceived(NominationEvent):
    """An officer began screening. `candidates` are files that may mean the same deed.

    `repeats` is an earlier file of the same unit or movement whose report this one's repeats; the words stay here.
    """

    type: ClassVar[str] = "nomination.received"

    candidates: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    repeats: str | None = None


class NominationNeedsReview(NominationEvent):
    """A rule knows too little of the file: a person must decide. What is missing is asked of the owner."""

    type: ClassVar[str] = "nomination.needs_review"

    reasons: tuple[ReasonGiven, ...]
    proposer_ref: str


class NominationIneligible(NominationEvent):
    """The file fails a rule for good. `alternatives` are forms of commendation that fit instead."""

    type: ClassVar[str] = "nomination.ineligible"

    reasons: tuple[ReasonGiven, ...]
    alternatives: tuple[str, ...] = ()
    proposer_ref: str


class NominationLapsed(NominationEvent):
    """The returned file was not completed by `due_on`; it is closed."""

    type: ClassVar[str] = "nomination.lapsed"

    due_on: date
    proposer_ref: str


class NominationDeadlineApproaching(NominationEvent):
    """A step falls due on the next working day: `screen` is with officers, `complete` with the unit."""

    type: ClassVar[str] = "nomination.deadline_approaching"

    step: str
    due_on: date


class NominationDeadlineBreached(NominationEvent):
    """A step was not done by its day. `legal`: the law's limit, not only our target, is over.

    `escalate_to` is the unit one level up the command line; there is none at the top.
    """

    type: ClassVar[str] = "nomination.deadline_breached"

    step: str
    due_on: date
    legal: bool
    escalate_to: str | None = None


class NominationRerouted(NominationEvent):
    """A file that ended without an award goes on as a draft of another form, for its deed or for one that qualifies."""

    type: ClassVar[str] = "nomination.rerouted"

    new_nomination_id: UUID
    form_code: str
    nomination_type: str
    deed_id: UUID
    proposer_ref: str


class NominationAccepted(NominationEvent):
    """The file is complete and lawful as far as rules can say."""

    type: ClassVar[str] = "nomination.accepted"

    eligibility: tuple[Verdict, ...]


class NominationReturned(NominationEvent):
    """The file lacks something; the unit may complete it until `due_on`."""

    type: ClassVar[str] = "nomination.returned"

    reasons: tuple[ReasonGiven, ...]
    due_on: date
    proposer_ref: str


class NominationResubmitted(NominationEvent):
    """The unit completed a returned file, whose clock goes on. A file of an annual form has no deed and so no days."""

    type: ClassVar[str] = "nomination.resubmitted"
    version: ClassVar[int] = 2

    evidence: tuple[EvidenceHash, ...]
    occurred_from: date | None = None
    occurred_to: date | None = None
    known_on: date | None = None
    steps: tuple[Step, ...] = ()


class NominationMerged(NominationEvent):
    """The file means a deed that another file or award already stands for."""

    type: ClassVar[str] = "nomination.merged"

    into: UUID | None = None
    reasons: tuple[ReasonGiven, ...]
    proposer_ref: str


class NominationHeld(NominationEvent):
    """The file stands still until something is verified. `ground` is a code; others learn only that it is held.

    `with_case`: because its case does, of which `review.held` tells.
    """

    type: ClassVar[str] = "nomination.held"

    ground: str
    proposer_ref: str
    with_case: bool = False


class NominationReleased(NominationEvent):
    """A held file goes on in `next_state`, its open steps later by the `held_days` (working days) of this hold.

    `with_case`: because its case does, of which `review.released` tells.
    """

    type: ClassVar[str] = "nomination.released"

    next_state: str
    held_days: int
    steps: tuple[Step, ...]
    proposer_ref: str
    with_case: bool = False


class NominationForwarded(SubmittedFacts):
    """The accepted file went to review."""

    type: ClassVar[str] = "nomination.forwarded"


class NominationWithdrawn(NominationEvent):
    """The unit took its nomination back; why is asked of the owner."""

    type: ClassVar[str] = "nomination.withdrawn"


class SubmissionSent(Event):
    """A head sent several files to one unit in one sheet; each of them is submitted, or refused, by itself.

    `number` is that of the unit's series of the year, such as 7/TTr-STP-HP; `channel` is electronic or paper.
    """

    type: ClassVar[str] = "submission.sent"
    topic: ClassVar[str] = NOMINATIONS
    key: ClassVar[str] = "submission_id"

    submission_id: UUID
    number: str
    to_unit_id: str
    endorser_ref: str
    channel: str
    nomination_ids: tuple[UUID, ...]
