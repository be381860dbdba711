"""Events of `reviews.v1`: councils and their sessions."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.parts import Recusal, Seat, VoteResult
from shared.contracts.topics import REVIEWS


class CouncilChanged(Event):
    """A council was recorded or its members changed; refs only.

    `member_refs` are all who sit, sat or will sit; `seats` say on which days, and are empty where none were told.
    """

    type: ClassVar[str] = "council.changed"
    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "council_id"

    council_id: UUID
    code: str
    chair_ref: str
    member_refs: tuple[str, ...]
    seats: tuple[Seat, ...] = ()


class SessionEvent(Event):
    """Something that happened to a council's session. `council_code` is on every scope path of the session."""

    topic: ClassVar[str] = REVIEWS
    key: ClassVar[str] = "session_id"

    session_id: UUID
    council_code: str
    number: str
    case_ids: tuple[UUID, ...]


class CouncilConvened(SessionEvent):
    """A session was called for ready cases; conflicts of interest are computed.

    `reviewed_by` are the units before which they stood then, one for each case.
    """

    type: ClassVar[str] = "council.convened"

    case_numbers: tuple[str, ...]
    reviewed_by: tuple[str, ...] = ()
    member_refs: tuple[str, ...]
    recused: tuple[Recusal, ...]
    closes_at: datetime


class CouncilVoteOpened(SessionEvent):
    """The chair opened the vote; recusals are fixed from now on."""

    type: ClassVar[str] = "council.vote_opened"

    recused: tuple[Recusal, ...]
    closes_at: datetime


class CouncilDeadlineApproaching(SessionEvent):
    """The vote closes within 48 hours, and not all have voted; it is said to all members, not of whom."""

    type: ClassVar[str] = "council.deadline_approaching"

    member_refs: tuple[str, ...]
    closes_at: datetime


class CouncilAdjourned(SessionEvent):
    """The session ended before a vote; its cases are ready again."""

    type: ClassVar[str] = "council.adjourned"


class CouncilCaseStruck(SessionEvent):
    """Cases ended before the vote was counted: the session goes on without them, about the `case_ids` that are left."""

    type: ClassVar[str] = "council.case_struck"

    struck_ids: tuple[UUID, ...]


class CouncilVoteClosed(SessionEvent):
    """The votes are counted: totals and tally hashes, never a ballot."""

    type: ClassVar[str] = "council.vote_closed"

    results: tuple[VoteResult, ...]


class CouncilMinuted(SessionEvent):
    """The minutes of the session were made; the document stays with its owner, this is its SHA-256."""

    type: ClassVar[str] = "council.minuted"

    sha256: str
