"""Who has a vote is reminded once before it closes. Source: the messages people receive."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from services.reviews.domain.session import Session, SessionState

REMIND_BEFORE: Final = timedelta(hours=48)


def to_remind(opened: Session, now: datetime) -> Session:
    """A vote just opened, with the instant of its reminder: none when it closes sooner, for its opening was told."""
    remind_at = opened.closes_at - REMIND_BEFORE
    return replace(opened, remind_at=remind_at if remind_at > now else None)


def is_due(session: Session, now: datetime) -> bool:
    """Whether the reminder helps now: the vote is open, its hour has not come, and somebody has not voted."""
    if session.state is not SessionState.VOTING_OPEN or session.remind_at is None or session.is_over(now):
        return False
    return session.remind_at <= now and any(len(vote.participation) < len(vote.entitled) for vote in session.votes)


def reminded(session: Session) -> Session:
    """It was said."""
    return replace(session, remind_at=None)
