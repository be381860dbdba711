"""What a reader sees of a council's session."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from services.reviews.api.views import Kept


class RecusedView(BaseModel):
    """Who may not vote, and why."""

    member_ref: str
    ground: str


class OutcomeView(BaseModel):
    """A counted vote."""

    yes: int
    no: int
    base: int
    present: int
    entitled: int
    threshold: str
    passed: bool
    tally_hash: str


class FairnessView(BaseModel):
    """What a favoured group of the subject's unit got of its awards in twelve months, against what it is of the staff.

    `ratio` is null where awards are few or the staff is unknown.
    """

    group: str
    awards: int
    of_awards: int
    staff: int
    of_staff: int
    ratio: Decimal | None
    alert: bool


class OpenChoiceView(BaseModel):
    """What a member chose in a vote that is not secret."""

    member_ref: str
    choice: str


class VoteView(BaseModel):
    """The vote on one case: how many took part, and in a secret one never who chose what.

    `written` are the members whose paper the secretary entered, `choices` those of an open vote once it is counted.
    `fairness` is empty until the vote is opened.

    `you` is the reader's own standing: one of not_entitled, recused, voted, waits, may_vote, on_paper (the secretary
    enters what the reader chooses on paper) and over: the time ended before the reader voted.
    """

    case_id: UUID
    case_number: str
    denominator: str
    threshold: str
    secret: bool
    electronic: bool
    takes_paper: bool
    entitled: int
    needed: int
    cast: int
    written: tuple[str, ...]
    choices: tuple[OpenChoiceView, ...]
    recused: tuple[RecusedView, ...]
    you: str
    outcome: OutcomeView | None
    fairness: tuple[FairnessView, ...]


class TallyView(BaseModel):
    """A counted vote as it was sealed: `sha256` is that of the UTF-8 bytes of `document`, and rides on the bus."""

    case_id: UUID
    document: str
    sha256: str


class MinutesView(BaseModel):
    """The minutes as they were made: `sha256` is that of the UTF-8 bytes of `document`, and rides on the bus."""

    session_id: UUID
    number: str
    document: str
    sha256: str


class SessionView(Kept):
    """A session of a council. `warnings` may hold FEW_VOTERS: the count could give ballots away.

    `is_over`: the time to vote has passed, counted or not.
    """

    number: str
    council_code: str
    unit_id: str
    chair_ref: str
    member_refs: tuple[str, ...]
    closes_at: datetime
    is_over: bool
    warnings: tuple[str, ...]
    votes: tuple[VoteView, ...]
