"""Events of `exemplars.v1`: whose figures stand out, and what people made of it."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import EXEMPLARS


class ExemplarEvent(Event):
    """Something that happened to an exemplar. `number` is its public code, such as DH-2026-0004."""

    topic: ClassVar[str] = EXEMPLARS
    key: ClassVar[str] = "exemplar_id"

    exemplar_id: UUID
    number: str
    subject_ref: str


class ExemplarDetected(ExemplarEvent):
    """A rule of the pack saw something in a reported figure; a person has to check it.

    `measured` is what the rule looks at (`measure`), beyond its `threshold` (`operator`). All figures are decimals,
    `confidence` lies between 0 and 1.
    """

    type: ClassVar[str] = "exemplar.detected"

    result_id: UUID
    rule_id: str
    indicator: str
    period_from: date
    period_to: date
    value: str
    target: str | None = None
    baseline: str | None = None
    source: str
    measure: str
    operator: str
    measured: str
    threshold: str
    confidence: str
    pack_id: str
    pack_version: str


class ExemplarConfirmed(ExemplarEvent):
    """Somebody compared the figures with their source and confirmed it: its deed can be nominated."""

    type: ClassVar[str] = "exemplar.confirmed"


class ExemplarDismissed(ExemplarEvent):
    """Somebody compared the figures and found it none. `reason` is a code; words are asked of the owner."""

    type: ClassVar[str] = "exemplar.dismissed"

    reason: str


class ExemplarRecognised(ExemplarEvent):
    """The deed that came of it was rewarded."""

    type: ClassVar[str] = "exemplar.recognised"

    award_id: UUID


class ExemplarExpired(ExemplarEvent):
    """A year went by after the confirmation without an award."""

    type: ClassVar[str] = "exemplar.expired"
