"""A consultation: the public is asked about a case for some days, and who says something is owed an answer.

Who said it is known to nobody: only a mark is kept, by which one person speaks once and finds the answer again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.reviews.domain.case import FINAL, Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.facts import Facts
from shared.kernel.errors import ConflictError, ForbiddenError, RefusedError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError, Standings
from shared.kernel.workdays import Calendar

LONGEST_ANSWER: Final = 1_000
"""Characters."""

ROOM: Final = 900 * 1024
"""Bytes that all comments may take with the longest answers: they stand in one document, which has its limit."""

_BESIDE_THE_TEXTS: Final = 600
"""Bytes that a comment and its answer take in their document without what they say, and more."""

_WIDEST: Final = 4
"""Bytes of a character in UTF-8, at most."""


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    WINDOW_OPEN = "window_open"
    WINDOW_CLOSED = "window_closed"


class Side(StrEnum):
    """What a comment is to the commendation."""

    FOR = "for"
    AGAINST = "against"
    OTHER = "other"


class NotAskedError(RefusedError):
    """The form of the file does not want the public asked."""

    code = "CONSULTATION_NOT_ASKED"


class NotOpenError(ConflictError):
    """Nothing can be said now: the days are over, or the file stands still or ended."""

    code = "CONSULTATION_NOT_OPEN"


class AlreadyCommentedError(ConflictError):
    """One person speaks once."""

    code = "ALREADY_COMMENTED"


class PlaceUnknownError(RefusedError):
    """No unit, or none any more, is where it is to be made known."""

    code = "UNKNOWN_UNIT"


class CommentsFullError(ConflictError):
    """No more comments can be kept."""

    code = "COMMENTS_FULL"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer answers to a comment."""

    text_vi: str
    by_ref: str
    on: date


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says. `sender_mark` tells only whether two comments come from one person."""

    id: UUID
    side: Side
    text_vi: str
    sender_mark: str
    said_on: date
    answer: Answer | None = None

    @property
    def room(self) -> int:
        """Bytes that it takes in its document, with the longest answer as long as it has none."""
        answer = LONGEST_ANSWER * _WIDEST if self.answer is None else len(self.answer.text_vi.encode())
        return _BESIDE_THE_TEXTS + len(self.text_vi.encode()) + answer


@dataclass(frozen=True, slots=True)
class Consultation:
    """The public is asked about one case until `closes_on`. `subject_label` is empty where names are not public.

    `place` is the unit at which it is made known. It follows its case: nothing is said while that stands still
    (`paused`), and `closes_on` moves by its held working days, of which `held_days` are in already.
    """

    id: UUID
    version: int
    state: ConsultationState
    case_id: UUID
    facts: Facts
    place: str
    opened_on: date
    closes_on: date
    subject_label: str
    question_vi: str
    held_days: int
    paused: bool = False
    comments: tuple[Comment, ...] = ()

    @property
    def standings(self) -> Standings:
        """Who is what in the file."""
        return self.facts.standings

    @property
    def path(self) -> tuple[str, ...]:
        """The units whose people and officers it concerns: the subject's, the grantor's and where it is made known."""
        return tuple(dict.fromkeys((*self.facts.unit_path, *self.facts.grantor_path, self.place)))

    @property
    def unanswered(self) -> int:
        """How many comments wait for their answer."""
        return sum(comment.answer is None for comment in self.comments)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said, and every comment has its answer."""
        return self.state is ConsultationState.WINDOW_CLOSED and not self.unanswered

    @property
    def sides(self) -> Mapping[Side, int]:
        """How many comments are on each side."""
        said = Counter(comment.side for comment in self.comments)
        return {side: said[side] for side in Side}

    def comment(self, comment: Comment) -> Self:
        """Somebody speaks, once and in time. Raises: NotOpenError, AlreadyCommentedError, CommentsFullError."""
        if self.paused or self.state is not ConsultationState.WINDOW_OPEN or comment.said_on > self.closes_on:
            raise NotOpenError(number=self.facts.number)
        if any(one.sender_mark == comment.sender_mark for one in self.comments):
            raise AlreadyCommentedError
        if sum(one.room for one in (*self.comments, comment)) > ROOM:
            raise CommentsFullError(most=len(self.comments))
        return replace(self, comments=(*self.comments, comment))

    def answer_comment(self, comment_id: UUID, answer: Answer, answerer_mark: str) -> Self:
        """A comment is answered by another person, once; also after the last day.

        Raises: ForbiddenError, RoleSeparationError, ConflictError.
        """
        asked = next((one for one in self.comments if one.id == comment_id), None)
        if asked is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        if asked.sender_mark == answerer_mark:
            raise RoleSeparationError
        if asked.answer is not None:
            raise ConflictError("STATE_CHANGED", state="answered")
        answered = replace(asked, answer=answer)
        return replace(self, comments=tuple(answered if one is asked else one for one in self.comments))

    def close(self, case: Case, on: date) -> Self:
        """Its last day is over, by the clock of its case: a case that stands still closes nothing."""
        keeps_time = not self.paused and case.held is None and self.held_days == case.held_days
        if self.state is not ConsultationState.WINDOW_OPEN or not keeps_time or on <= self.closes_on:
            return self
        return self._closed()

    def follow(self, case: Case, calendar: Calendar) -> Self:
        """It stands still, goes on and ends as its case does. Raises: NoCalendarError."""
        if self.state is not ConsultationState.WINDOW_OPEN:
            return self
        if case.state in FINAL:
            return self._closed()
        days, paused = case.held_days - self.held_days, case.held is not None
        if not days and paused is self.paused:
            return self
        closes_on = calendar.add(self.closes_on, days) if days else self.closes_on
        return replace(self, paused=paused, closes_on=closes_on, held_days=case.held_days)

    def _closed(self) -> Self:
        return replace(self, state=ConsultationState.WINDOW_CLOSED, paused=False)


def consultation_id_of(case_id: UUID) -> UUID:
    """The id of the one consultation about a case."""
    return id_from("consultation", case_id)


def comment_id_of(cause_id: UUID) -> UUID:
    """The id of the comment that this command makes."""
    return id_from("comment", cause_id)


def require_asked(case: Case) -> None:
    """Let the public be asked about a case that waits for it. Raises: OnHoldError, ConflictError, NotAskedError."""
    case.require(CaseState.CONSULTING)
    if consultation_id_of(case.id) not in case.awaits:
        raise NotAskedError(number=case.facts.number)
