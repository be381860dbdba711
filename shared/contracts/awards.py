"""Events of `awards.v1`: decisions and awards. Names ride the bus only from `award.granted` on."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import LeadTimes, Wording
from shared.contracts.topics import AWARDS


class DecisionEvent(Event):
    """Something that happened to a decision, which groups awards of one grantor."""

    topic: ClassVar[str] = AWARDS
    key: ClassVar[str] = "decision_id"

    decision_id: UUID
    number: str
    grantor_unit_id: str
    case_ids: tuple[UUID, ...]


class DecisionDrafted(DecisionEvent):
    """A decision waits for its grantor; awards are to be reserved."""

    type: ClassVar[str] = "decision.drafted"

    case_numbers: tuple[str, ...]


class DecisionSigned(DecisionEvent):
    """The grantor signed, or a delegate did. `case_ids` are the rows that were granted.

    `signed_at` is the instant of the decision; `sign_mode` is token, service or paper.
    """

    type: ClassVar[str] = "decision.signed"

    decided_on: date
    signed_at: datetime
    signer_ref: str
    sign_mode: str = "paper"
    delegation_id: UUID | None = None


class DecisionReturned(DecisionEvent):
    """The grantor sent the draft back, or nothing is left of it; reserved awards are freed. Why stays with it."""

    type: ClassVar[str] = "decision.returned"


class DecisionRowReleased(DecisionEvent):
    """The draft goes on without `case_id`, whose award is freed, with the `case_ids` that are left.

    `reason` is a code.
    """

    type: ClassVar[str] = "decision.row_released"

    case_id: UUID
    case_numbers: tuple[str, ...]
    reason: str


class DelegationEvent(Event):
    """From `first_on` to `last_on` the delegate may sign for the grantor, by the document `number`."""

    topic: ClassVar[str] = AWARDS
    key: ClassVar[str] = "delegation_id"

    delegation_id: UUID
    grantor_unit_id: str
    grantor_ref: str
    delegate_ref: str
    number: str
    first_on: date
    last_on: date


class DelegationRecorded(DelegationEvent):
    """A grantor delegated the signature."""

    type: ClassVar[str] = "delegation.recorded"


class DelegationEnded(DelegationEvent):
    """The grantor took the delegation back; what was signed under it stands."""

    type: ClassVar[str] = "delegation.ended"


class AwardEvent(Event):
    """Something that happened to an award. `unit_id` is the commended subject's unit."""

    topic: ClassVar[str] = AWARDS
    key: ClassVar[str] = "award_id"

    award_id: UUID
    decision_id: UUID
    case_id: UUID


class AwardReserved(AwardEvent):
    """The deed's claim is held for this subject: no second award can come of it."""

    type: ClassVar[str] = "award.reserved"


class AwardFreed(AwardEvent):
    """The claim was let go, or was never free. `reason` is a code of the vocabulary."""

    type: ClassVar[str] = "award.freed"

    reason: str


class AwardFacts(AwardEvent):
    """The award as everybody may know it. Money in đồng; `counted_as` is during_movement for a movement's award.

    An award of an annual form has a `year` and no deed, one of a movement its `movement_id`.
    """

    version: ClassVar[int] = 2

    subject_ref: str
    subject_kind: str
    subject_label: str
    work_role: str | None = None
    size: int | None = None
    nomination_type: str
    counted_as: str
    form_code: str
    form_name_vi: str
    grantor_unit_id: str
    citation_vi: str
    number: str
    case_number: str
    decided_on: date
    decided_at: datetime
    deed_id: UUID | None = None
    year: int | None = None
    movement_id: UUID | None = None
    claim: str
    bonus_vnd: int
    document_sha256: str
    small_collective: bool = False
    pack: str
    proposer_ref: str
    endorser_ref: str
    lead_times: LeadTimes


class AwardGranted(AwardFacts):
    """The decision is signed: the subject is commended."""

    type: ClassVar[str] = "award.granted"


class AwardPublished(AwardFacts):
    """The award is public: it may be shown on the wall and told to programs."""

    type: ClassVar[str] = "award.published"

    published_at: datetime


class LaterAwardEvent(AwardEvent):
    """Something that happened to an award after its grant, with those who were told of it then."""

    number: str
    case_number: str
    decided_on: date
    grantor_unit_id: str
    form_code: str
    form_name_vi: str
    subject_ref: str
    subject_kind: str
    subject_label: str
    proposer_ref: str
    endorser_ref: str


class AwardCeremonySet(LaterAwardEvent):
    """It will be handed over on a day, at the unit `place_id`; `was_on` and `was_place_id` as it was set before."""

    type: ClassVar[str] = "award.ceremony_set"

    held_on: date
    place_id: str
    was_on: date | None = None
    was_place_id: str | None = None


class AwardCeremonyCalledOff(LaterAwardEvent):
    """It will not be handed over on the day and at the unit that were set, and nobody has set others."""

    type: ClassVar[str] = "award.ceremony_called_off"

    held_on: date
    place_id: str


class AwardPresented(LaterAwardEvent):
    """The award was handed over."""

    type: ClassVar[str] = "award.presented"

    presented_on: date


class AwardCorrected(LaterAwardEvent):
    """Its words were set right by the document `correction_number`; why is asked of the owner."""

    type: ClassVar[str] = "award.corrected"

    corrected_on: date
    correction_number: str
    before: Wording
    after: Wording


class AwardBonusPaid(LaterAwardEvent):
    """The bonus was paid, in đồng."""

    type: ClassVar[str] = "award.bonus_paid"

    paid_on: date
    bonus_vnd: int


class AwardRevoked(LaterAwardEvent):
    """The grantor took it back by the decision `revocation_number`; its deed may be commended again.

    `ground` is one of the four of the law; `due_vnd` đồng come back, and with `object_due` the certificate too.
    """

    type: ClassVar[str] = "award.revoked"

    ground: str
    revoked_on: date
    revocation_number: str
    due_vnd: int
    object_due: bool


class AwardRecovered(LaterAwardEvent):
    """Of what was due, so much came back by now; `next_state` is `recovered` once it is all."""

    type: ClassVar[str] = "award.recovered"

    next_state: str
    ground: str
    due_vnd: int
    recovered_vnd: int
    object_returned: bool
