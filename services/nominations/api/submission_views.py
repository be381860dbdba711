"""What a reader of submissions sees."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.nominations.api.nomination_showing import reason_view
from services.nominations.api.nomination_views import ReasonView
from services.nominations.api.views import Kept
from services.nominations.domain.submission import Submission
from services.nominations.usecases.queries import Seen


class RowView(BaseModel):
    """One file of a submission; without an outcome its answer is on the way."""

    nomination_id: UUID
    number: str
    outcome: str | None
    reasons: list[ReasonView]


class SubmissionView(Kept):
    """A submission and what came of its rows; how a file goes on is told by the file."""

    number: str
    unit_id: str
    to_unit_id: str
    endorser_ref: str
    channel: str
    sent_at: datetime
    rows: list[RowView]


def submission_view(seen: Seen[Submission]) -> SubmissionView:
    """A submission in words."""
    it = seen.thing
    return SubmissionView(
        id=it.id,
        state=it.state,
        version=seen.version,
        seq=seen.seq,
        number=it.number,
        unit_id=it.unit_code,
        to_unit_id=it.to_unit_code,
        endorser_ref=it.endorser_ref,
        channel=it.channel,
        sent_at=it.sent_at,
        rows=[
            RowView(
                nomination_id=row.nomination_id,
                number=row.number,
                outcome=row.outcome,
                reasons=[reason_view(reason) for reason in row.reasons],
            )
            for row in it.rows
        ],
    )
