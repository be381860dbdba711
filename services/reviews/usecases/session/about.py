"""What every event of a session tells."""

from typing import Any

from services.reviews.domain.session import Session
from shared.contracts.parts import Recusal


def about(session: Session) -> dict[str, Any]:
    """The fields that every event of a session has."""
    return {
        "session_id": session.id,
        "council_code": session.council_code,
        "number": session.number,
        "case_ids": tuple(vote.case_id for vote in session.votes),
        "unit_id": session.unit_id,
        "unit_path": (session.unit_id,),
    }


def recusals_of(session: Session) -> tuple[Recusal, ...]:
    """Who may not vote on which case, as it rides on the bus."""
    return tuple(
        Recusal(case_id=str(vote.case_id), member_ref=recused.member_ref, ground=recused.ground)
        for vote in session.votes
        for recused in vote.recused
    )
