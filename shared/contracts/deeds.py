"""Events of `deeds.v1`: what was done, by whom, when it became known; and what others suggest."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import EvidenceHash, Share
from shared.contracts.topics import DEEDS


class DeedFacts(Event):
    """The deed without its texts. `number` is its public code, such as VT-2026-0031.

    `fingerprint` is the SHA-256 of contributors, dates and field of work.
    `exemplar_id` names the exemplar that it came of, if it did.
    """

    topic: ClassVar[str] = DEEDS
    key: ClassVar[str] = "deed_id"

    deed_id: UUID
    number: str = ""
    occurred_from: date
    occurred_to: date
    known_on: date
    contributors: tuple[Share, ...]
    movement_id: UUID | None = None
    exemplar_id: UUID | None = None
    fingerprint: str
    evidence: tuple[EvidenceHash, ...] = ()


class DeedRegistered(DeedFacts):
    """A deed was registered, on the day it became known or later."""

    type: ClassVar[str] = "deed.registered"


class DeedAmended(DeedFacts):
    """A registered deed without award was corrected or completed."""

    type: ClassVar[str] = "deed.amended"


class DeedShareConfirmed(DeedFacts):
    """A contributor confirmed the own share."""

    type: ClassVar[str] = "deed.share_confirmed"

    subject_ref: str


class DeedAttributionDisputed(DeedFacts):
    """A colleague disputes who did the deed; its open files are held until that is resolved. Words stay here."""

    type: ClassVar[str] = "deed.attribution_disputed"

    claimant_ref: str


class DeedAttributionResolved(DeedFacts):
    """An officer heard both sides. `outcome` is upheld (the shares were changed) or rejected (they stand)."""

    type: ClassVar[str] = "deed.attribution_resolved"

    claimant_ref: str
    outcome: str


class DeedLinked(DeedFacts):
    """An officer found that it is the same as another deed: one award comes of both.

    Who did the other one rides along: it may never have been news itself.
    """

    type: ClassVar[str] = "deed.linked"

    other_deed_id: UUID
    other_contributor_refs: tuple[str, ...] = ()


class DeedKeptApart(DeedFacts):
    """An officer found that it is not the same as another deed that looks like it."""

    type: ClassVar[str] = "deed.kept_apart"

    other_deed_id: UUID


class SuggestionEvent(Event):
    """Something that happened to a suggestion. `number` is its public code, such as GY-2026-0012."""

    topic: ClassVar[str] = DEEDS
    key: ClassVar[str] = "suggestion_id"

    suggestion_id: UUID
    number: str


class SuggestionReceived(SuggestionEvent):
    """Somebody saw a good deed and said so; the unit owes an answer until `due_on`. `channel` is a code."""

    type: ClassVar[str] = "suggestion.received"

    channel: str
    due_on: date


class SuggestionDeadlineApproaching(SuggestionEvent):
    """The answer is owed by the next working day."""

    type: ClassVar[str] = "suggestion.deadline_approaching"

    step: str
    due_on: date


class SuggestionDeadlineBreached(SuggestionEvent):
    """The answer was not given by its day, which is ours, not the law's. `escalate_to` is the unit one level up."""

    type: ClassVar[str] = "suggestion.deadline_breached"

    step: str
    due_on: date
    legal: bool = False
    escalate_to: str | None = None


class SuggestionAnswered(SuggestionEvent):
    """The unit said what came of it: nominated, joined or declined. The words are asked of the owner."""

    type: ClassVar[str] = "suggestion.answered"

    outcome: str
    nomination_id: UUID | None = None
    sender_ref: str
