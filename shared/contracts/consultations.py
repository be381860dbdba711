"""Events of `reviews.v1`: consultations of the public about a case."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import REVIEWS


class ConsultationEvent(Event):
    """Something that happened to a consultation of the public about a case, of the file `number`.

    What was asked and what was said stays with the owner, and nobody knows who said it.
    """

    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "consultation_id"

    consultation_id: UUID
    case_id: UUID
    number: str
    subject_ref: str
    grantor_unit_id: str
    grantor_path: tuple[str, ...]


class ConsultationOpened(ConsultationEvent):
    """The public is asked until `closes_on`; it is made known at the unit `place`.

    `subject_label` is who is to be commended where the rules make that public, else empty.
    """

    type: ClassVar[str] = "consultation.opened"

    place: str
    opened_on: date
    closes_on: date
    subject_label: str


class ConsultationClosed(ConsultationEvent):
    """Its days are over, or its case ended: how many spoke for it, against it, otherwise; how many are unanswered."""

    type: ClassVar[str] = "consultation.closed"

    in_favour: int
    against: int
    other: int
    unanswered: int


class ConsultationAnswered(ConsultationEvent):
    """After its days the last comment was answered: nothing is owed to anybody any more."""

    type: ClassVar[str] = "consultation.answered"
