"""Events of `supervision.v1`: what supervision found and how it was set right, and what others complain of."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import SUPERVISION


class FindingEvent(Event):
    """Something that happened to a finding. `number` is its public code, such as GS-2026-0003, `kind` a code."""

    topic: ClassVar[str] = SUPERVISION
    key: ClassVar[str] = "finding_id"

    finding_id: UUID
    number: str
    kind: str


class FindingRaised(FindingEvent):
    """A supervisor or the system found something. It is about the award, case, unit or movement `about_id`.

    `metric` names a figure that went beyond its `limit`, `period` the time that it tells of, if any; a supervisor's own
    finding has none. Words stay here.
    """

    type: ClassVar[str] = "supervision.finding_raised"

    about: str
    about_id: UUID
    metric: str | None = None
    value: int | None = None
    limit: int | None = None
    period: str | None = None


class FindingAssigned(FindingEvent):
    """Somebody has to set it right until `due_on`."""

    type: ClassVar[str] = "supervision.assigned"

    owner_ref: str
    due_on: date


class FindingDeadlineApproaching(FindingEvent):
    """Its owner sets it right by the next working day."""

    type: ClassVar[str] = "supervision.deadline_approaching"

    owner_ref: str
    step: str
    due_on: date


class FindingDeadlineBreached(FindingEvent):
    """Its owner did not set it right by its day, which is supervision's, not the law's.

    `escalate_to` is the unit above that of the finding.
    """

    type: ClassVar[str] = "supervision.deadline_breached"

    owner_ref: str
    step: str
    due_on: date
    legal: bool
    escalate_to: str | None = None


class FindingRemedied(FindingEvent):
    """Its owner says that it is set right; what was done is asked of reviews."""

    type: ClassVar[str] = "supervision.remedied"

    owner_ref: str


class FindingVerified(FindingEvent):
    """Supervision has checked that it is set right: the finding is closed."""

    type: ClassVar[str] = "supervision.verified"

    owner_ref: str


class FindingReopened(FindingEvent):
    """What was done is not enough; its owner goes on until `due_on`."""

    type: ClassVar[str] = "supervision.reopened"

    owner_ref: str
    due_on: date


class ComplaintEvent(Event):
    """Something that happened to a complaint. `number` is its public code, such as DT-2026-0007, `kind` a code.

    It is about the award or case `about_id`; `gain_refs` gain by it and learn of it from nobody. Who sent it and what
    was said never ride on the bus.
    """

    topic: ClassVar[str] = SUPERVISION
    key: ClassVar[str] = "complaint_id"

    complaint_id: UUID
    number: str
    kind: str
    about: str
    about_id: UUID
    subject_ref: str
    gain_refs: tuple[str, ...] = ()
    grantor_unit_id: str
    grantor_path: tuple[str, ...]


class ComplaintReceived(ComplaintEvent):
    """Somebody complains; supervision takes it up or turns it down until `due_on`."""

    type: ClassVar[str] = "complaint.received"

    due_on: date


class ComplaintAccepted(ComplaintEvent):
    """Supervision verifies it and rules until `due_on`; the case stands still, the award is under examination."""

    type: ClassVar[str] = "complaint.accepted"

    due_on: date


class ComplaintDeadlineApproaching(ComplaintEvent):
    """Supervision takes it up (`take_up`) or rules on it (`rule`) by the next working day."""

    type: ClassVar[str] = "complaint.deadline_approaching"

    step: str
    due_on: date


class ComplaintDeadlineBreached(ComplaintEvent):
    """Supervision did not act by its day. `escalate_to` is the unit one level above the grantor's."""

    type: ClassVar[str] = "complaint.deadline_breached"

    step: str
    due_on: date
    legal: bool
    escalate_to: str | None = None


class ComplaintResolved(ComplaintEvent):
    """It is over: turned_down, rejected or upheld. An upheld one `asks` for re_review or revocation, as codes."""

    type: ClassVar[str] = "complaint.resolved"

    outcome: str
    asks: str | None = None
