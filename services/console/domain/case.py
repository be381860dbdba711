"""A file as people follow it: what several aggregates told, and the one status that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from shared.kernel.vocabulary import STATUS_VI, status_of

ENDED_NOMINATION = frozenset({"withdrawn", "merged", "lapsed", "ineligible"})
ENDED_REVIEW = frozenset({"granted", "refused", "withdrawn"})
_BEFORE_REVIEW = frozenset({"opened", "returned"})
_IN_SCREENING = frozenset({"submitted", "screening", "needs_review"})
_HELD_AWARD = ("reserved", "granted", "published", "presented", "revoked", "recovered")
SITTING = frozenset({"convened", "voting_open"})

_STEP_OF_STATE: Mapping[str, str] = {
    "submitted": "screen",
    "screening": "screen",
    "needs_review": "screen",
    "accepted": "appraise",
    "in_review": "appraise",
    "appraising": "appraise",
    "consulting": "consult",
    "escalated": "appraise",
    "ready": "vote",
    "in_session": "vote",
    "recommended": "decide",
    "not_recommended": "decide",
    "awaiting_decision": "decide",
    "reserved": "decide",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline: the type of an event, when it happened, and a note in Vietnamese."""

    at: datetime
    event: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of a file with our own target day and the law's limit."""

    name: str
    due_on: date
    legal_due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A session, decision or award that this file is in: its state since an instant, and its number if it has one."""

    state: str
    at: datetime
    number: str = ""


@dataclass(frozen=True, slots=True)
class GrantedFacts:
    """What everybody may know once an award is granted."""

    subject_label: str
    form_name_vi: str
    number: str
    decided_on: date
    calendar_days: int | None
    bonus_vnd: int


@dataclass(frozen=True, slots=True)
class Case:
    """A file. `seen` maps a source, such as `nomination` or `decision:<id>`, to its last event applied here.

    Everything but the id may be missing for a while: topics are not ordered among each other.
    """

    id: UUID
    number: str = ""
    unit_id: str = ""
    unit_path: tuple[str, ...] = ()
    nomination_state: str | None = None
    nomination_type: str = ""
    form_code: str = ""
    subject_ref: str = ""
    subject_kind: str = ""
    grantor_unit_id: str = ""
    grantor_path: tuple[str, ...] = ()
    office_path: tuple[str, ...] = ()
    proposer_ref: str = ""
    endorser_ref: str = ""
    pack_id: str = ""
    pack_version: str = ""
    occurred_to: date | None = None
    known_on: date | None = None
    return_due_on: date | None = None
    screen_due_on: date | None = None
    nomination_held: bool = False
    review_held: bool = False
    review_state: str | None = None
    procedure: str = ""
    steps: tuple[DueStep, ...] = ()
    decide_by: date | None = None
    sittings: Mapping[str, Part] = field(default_factory=dict)
    decisions: Mapping[str, Part] = field(default_factory=dict)
    awards: Mapping[str, Part] = field(default_factory=dict)
    granted: GrantedFacts | None = None
    letters: Mapping[str, bool] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    timeline: tuple[Line, ...] = ()

    @property
    def letters_came(self) -> int:
        """How many mandated messages about it were taken by the other side."""
        return sum(self.letters.values())

    @property
    def path(self) -> tuple[str, ...]:
        """Every unit in whose scope the file lies: the subject's and the grantor's, root first."""
        return (*self.unit_path, *self.grantor_path)

    @property
    def office(self) -> tuple[str, ...]:
        """The units before which it is reviewed now: below its grantor, or the grantor's own."""
        return self.office_path or self.grantor_path

    @property
    def is_below(self) -> bool:
        """Whether it has to go up before it can be decided."""
        return bool(self.office) and self.office[-1] != self.grantor_unit_id

    @property
    def state(self) -> str:
        """The state that decides what people see: the furthest of award, case and nomination."""
        award = _last(self.awards, _HELD_AWARD)
        if award is not None:
            return award.state
        if self.review_state == "returned" and self.nomination_state == "in_review":
            return self.review_state
        if self.review_state is None or self.review_state in _BEFORE_REVIEW or self._ended_before_review:
            return self.nomination_state or "in_review"
        return self.case_state or self.review_state

    @property
    def _ended_before_review(self) -> bool:
        """Whether the case was closed only because its nomination had ended."""
        return self.review_state == "withdrawn" and self.nomination_state in ENDED_NOMINATION

    @property
    def case_state(self) -> str | None:
        """The state of the case, seated while a session holds it and queued while a decision does."""
        if self.review_state == "ready" and self.sitting_id is not None:
            return "in_session"
        if self.review_state == "recommended" and self.decision_id is not None:
            return "awaiting_decision"
        return self.review_state

    @property
    def status(self) -> str:
        """The word of the one vocabulary. Raises: KeyError for a state without a word."""
        return status_of(self.state)

    @property
    def status_vi(self) -> str:
        """The status as people read it."""
        return STATUS_VI[self.status]

    @property
    def sitting_id(self) -> str | None:
        """The session that holds this file now."""
        return next((key for key, sitting in self.sittings.items() if sitting.state in SITTING), None)

    @property
    def decision_id(self) -> str | None:
        """The drafted decision that holds this file now."""
        return next((key for key, decision in self.decisions.items() if decision.state == "drafted"), None)

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to do something about the file."""
        return self.nomination_state not in ENDED_NOMINATION and self.review_state not in ENDED_REVIEW

    @property
    def is_held(self) -> bool:
        """Whether it stands still until something is verified; it keeps its status."""
        return self.nomination_held or self.review_held

    @property
    def due_on(self) -> date | None:
        """The day on which the present step falls due; the clock of a file that is held stands still."""
        if not self.is_open or self.is_held or self.state in _HELD_AWARD[1:]:
            return None
        if self.state == "returned":
            return self.return_due_on
        if self.state in _IN_SCREENING and self.screen_due_on is not None:
            return self.screen_due_on
        name = _STEP_OF_STATE.get(self.state)
        return next((step.due_on for step in self.steps if step.name == name), None)

    def days_old(self, today: date) -> int | None:
        """Calendar days since the deed; fixed once the award is granted."""
        if self.granted is not None:
            return self.granted.calendar_days
        return (today - self.occurred_to).days if self.occurred_to else None


def _last(parts: Mapping[str, Part], states: tuple[str, ...]) -> Part | None:
    held = [part for part in parts.values() if part.state in states]
    return max(held, key=lambda part: states.index(part.state), default=None)
