"""An opinion: a body outside the file's own line is asked, answers in time, or its silence counts as the rules say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.facts import Facts
from shared.kernel.asking import OpinionRule, Silence
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.separations import Standings
from shared.kernel.steps import AlarmKind
from shared.kernel.workdays import Calendar


class OpinionState(StrEnum):
    """Where an opinion stands."""

    REQUESTED = "requested"
    REPLIED = "replied"
    DEFAULTED = "defaulted"
    DROPPED = "dropped"


class Position(StrEnum):
    """What a body says, or what its silence counts as."""

    CONSENT = "consent"
    OBJECT = "object"


class OpinionOverError(ConflictError):
    """The time to answer is over; the silence counts as the rules say."""

    code = "OPINION_OVER"


class ObjectionUnfoundedError(RefusedError):
    """An objection has a reason."""

    code = "REASON_MISSING"


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask until when, and what silence counts as; `held_days` are those of the case by then, if known."""

    opinion_id: UUID
    body_id: str
    due_on: date
    silence: Silence
    held_days: int | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one body says of one case. `question_vi` is what an officer wants to know, empty when the form asks.

    Its time is that of its case: it stands still with it (`paused`), and `due_on` moves by the held working days, of
    which `held_days` are in already; unknown ones are those of the case when it is first looked at. `told` is the last
    alarm about its day.
    """

    id: UUID
    version: int
    state: OpinionState
    case_id: UUID
    facts: Facts
    body_id: str
    due_on: date
    silence: Silence
    question_vi: str = ""
    position: Position | None = None
    reason_vi: str = ""
    answered_by: str | None = None
    answered_on: date | None = None
    asked_on: date | None = None
    told: AlarmKind | None = None
    held_days: int | None = None
    paused: bool = False

    @classmethod
    def requested(cls, ask: Ask, case_id: UUID, facts: Facts, question_vi: str = "", on: date | None = None) -> Self:
        """The body is asked."""
        return cls(
            id=ask.opinion_id,
            version=0,
            state=OpinionState.REQUESTED,
            case_id=case_id,
            facts=facts,
            body_id=ask.body_id,
            due_on=ask.due_on,
            silence=ask.silence,
            question_vi=question_vi,
            asked_on=on,
            held_days=ask.held_days,
        )

    @property
    def standings(self) -> Standings:
        """Who is what in the file."""
        return self.facts.standings

    def reply(self, by_ref: str, position: Position, reason_vi: str, on: date) -> Self:
        """The body answers, once and in time. Raises: OpinionOverError, ConflictError, ObjectionUnfoundedError."""
        if self.state is OpinionState.DEFAULTED or (on > self.due_on and not self.paused):
            raise OpinionOverError(due_on=self.due_on.isoformat())
        if self.state is not OpinionState.REQUESTED:
            raise ConflictError("STATE_CHANGED", state=self.state.value)
        if position is Position.OBJECT and not reason_vi:
            raise ObjectionUnfoundedError(field="reason_vi")
        return replace(
            self,
            state=OpinionState.REPLIED,
            position=position,
            reason_vi=reason_vi,
            answered_by=by_ref,
            answered_on=on,
        )

    def lapse(self, case: Case, on: date) -> Self:
        """Nobody answered in time, by the clock of the case: the silence counts as the rules say."""
        if self.state is not OpinionState.REQUESTED or on <= self.due_on:
            return self
        if case.state in FINAL:
            return replace(self, state=OpinionState.DROPPED)
        if case.held is not None or self.held_days not in (None, case.held_days):
            return self
        position = None if self.silence is Silence.NONE else Position(self.silence.value)
        return replace(self, state=OpinionState.DEFAULTED, position=position)

    def follow(self, case: Case, calendar: Calendar) -> Self:
        """It stands still, goes on and ends as its case does. Raises: NoCalendarError."""
        if self.state is not OpinionState.REQUESTED:
            return self
        if case.state in FINAL:
            return replace(self, state=OpinionState.DROPPED, paused=False)
        days = 0 if self.held_days is None else case.held_days - self.held_days
        followed = replace(self, paused=case.held is not None, held_days=case.held_days)
        if days:
            return replace(followed, due_on=calendar.add(self.due_on, days), told=None)
        return self if followed == self else followed


def asks_of(rules: Sequence[OpinionRule], cause_id: UUID, case: Case, on: date, calendar: Calendar) -> tuple[Ask, ...]:
    """Whom the form wants asked because of this appraisal. Raises: NoCalendarError."""
    return tuple(
        Ask(
            opinion_id_of(cause_id, rule.body_id),
            rule.body_id,
            calendar.add(on, rule.days),
            rule.silence,
            case.held_days,
        )
        for rule in rules
    )


def opinion_id_of(cause_id: UUID, body_id: str) -> UUID:
    """The id of the opinion that this cause asks of this body."""
    return id_from("opinion", cause_id, body_id)
