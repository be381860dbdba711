"""A case on the agendas of sessions, until one of them votes."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.steps import done

_BEFORE_VOTE: Final = frozenset({CaseState.READY, CaseState.IN_SESSION})


def seat(case: Case, session_id: UUID, reviewed_by: str | None = None) -> Case:
    """A council's session will vote on it, unless it went up since then.

    A session can call it before the end of an earlier one is known; it keeps its place until then.
    """
    if reviewed_by not in (None, case.office[-1]):
        return case
    if case.state not in _BEFORE_VOTE or session_id in _sessions(case):
        return case
    return _on_the_agenda_of(case, *_sessions(case), session_id)


def unseat(case: Case, session_id: UUID) -> Case:
    """The session ended before a vote."""
    if case.state not in _BEFORE_VOTE or session_id not in _sessions(case):
        return case
    return _on_the_agenda_of(case, *(one for one in _sessions(case) if one != session_id))


def record_vote(case: Case, session_id: UUID, *, passed: bool, on: date) -> Case:
    """A session that called it voted; the first vote counts."""
    if case.state not in _BEFORE_VOTE or session_id not in _sessions(case):
        return case
    return replace(
        _on_the_agenda_of(case, session_id),
        state=CaseState.RECOMMENDED if passed else CaseState.NOT_RECOMMENDED,
        recommended=passed,
        steps=done(case.steps, "vote", on),
    )


def _sessions(case: Case) -> tuple[UUID, ...]:
    """The sessions that have it on their agenda, as they called it."""
    return () if case.session_id is None else (case.session_id, *case.other_session_ids)


def _on_the_agenda_of(case: Case, *sessions: UUID) -> Case:
    state = CaseState.IN_SESSION if sessions else CaseState.READY
    return replace(case, state=state, session_id=next(iter(sessions), None), other_session_ids=sessions[1:])
