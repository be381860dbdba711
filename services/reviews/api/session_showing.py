"""How a council's session becomes what is seen."""

from dataclasses import asdict
from datetime import datetime

from services.reviews.api.session_views import (
    FairnessView,
    MinutesView,
    OpenChoiceView,
    OutcomeView,
    RecusedView,
    SessionView,
    TallyView,
    VoteView,
)
from services.reviews.api.tables import rounded
from services.reviews.domain.ballot import Vote, percent, sealed
from services.reviews.domain.fairness import ShownShare
from services.reviews.domain.minutes import MinutesMissingError
from services.reviews.domain.session import Session, SessionState
from services.reviews.usecases.ports import Seen


def session_view(seen: Seen[Session], reader_ref: str, now: datetime) -> SessionView:
    """A session as this reader sees it now."""
    session = seen.thing
    return SessionView(
        id=session.id,
        state=session.state,
        version=session.version,
        seq=seen.seq,
        number=session.number,
        council_code=session.council_code,
        unit_id=session.unit_id,
        chair_ref=session.chair_ref,
        member_refs=session.member_refs,
        closes_at=session.closes_at,
        is_over=session.is_over(now),
        warnings=("FEW_VOTERS",) if session.warns_of_few_voters else (),
        votes=tuple(_vote_view(session, vote, reader_ref, now) for vote in session.votes),
    )


def tally_views(session: Session) -> list[TallyView]:
    """The counted votes of a session, so that anybody can count and seal them again; none before the count."""
    return [
        TallyView(
            case_id=vote.case_id,
            document=sealed(session.id, vote, vote.outcome),
            sha256=vote.outcome.tally_hash,
        )
        for vote in session.votes
        if vote.outcome is not None
    ]


def minutes_view(session: Session) -> MinutesView:
    """The minutes of a session. Raises: MinutesMissingError."""
    if session.minutes is None:
        raise MinutesMissingError(number=session.number)
    return MinutesView(session_id=session.id, number=session.number, **asdict(session.minutes))


def _vote_view(session: Session, vote: Vote, reader_ref: str, now: datetime) -> VoteView:
    return VoteView(
        case_id=vote.case_id,
        case_number=vote.case_number,
        denominator=vote.rule.denominator,
        threshold=percent(vote.rule.threshold),
        secret=vote.rule.secret,
        electronic=vote.rule.electronic,
        takes_paper=vote.rule.takes_paper,
        entitled=len(vote.entitled),
        needed=vote.needed,
        cast=len(vote.participation),
        written=vote.written,
        choices=tuple(OpenChoiceView(**asdict(one)) for one in vote.choices) if vote.outcome is not None else (),
        recused=tuple(RecusedView(**asdict(recused)) for recused in vote.recused),
        you=_standing(session, vote, reader_ref, now),
        outcome=OutcomeView(**asdict(vote.outcome)) if vote.outcome is not None else None,
        fairness=tuple(map(_fairness_view, vote.fairness)),
    )


def _standing(session: Session, vote: Vote, reader_ref: str, now: datetime) -> str:
    if reader_ref not in vote.member_refs:
        return "not_entitled"
    if reader_ref not in vote.entitled:
        return "recused"
    if reader_ref in vote.participation:
        return "voted"
    if session.state is not SessionState.VOTING_OPEN:
        return "waits"
    if session.is_over(now):
        return "over"
    return "may_vote" if vote.rule.electronic else "on_paper"


def _fairness_view(shown: ShownShare) -> FairnessView:
    return FairnessView(**asdict(shown.share), ratio=rounded(shown.share.ratio), alert=shown.alert)
