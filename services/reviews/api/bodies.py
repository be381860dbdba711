"""What a request may say."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, Field, model_validator

from services.reviews.domain.ballot import Choice
from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.decision import SignMode
from shared.kernel.holds import HoldGround
from shared.kernel.reasons import REASONS
from shared.runtime.web.bodies import Body

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""The public code of a unit, council or person."""

Number = Annotated[str, Field(min_length=1, max_length=60)]
"""The public number of a document."""

Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Label = Annotated[str, Field(min_length=1, max_length=200)]

Limit = Annotated[int, Query(ge=1, le=200)]
States = Annotated[str, Query(pattern=r"^([a-z_]{1,40}(,[a-z_]{1,40}){0,19})?$")]
"""States with commas between them; empty means all."""


class EmptyBody(Body):
    """Nothing more needs to be said."""


class AppraiseBody(Body):
    """What the appraiser found; a failing verdict needs a finding."""

    verdict: Verdict
    findings: Annotated[tuple[Text, ...], Field(max_length=50)] = ()


class LackBody(Body):
    """Something that the file lacks."""

    code: Literal[tuple(REASONS)]  # type: ignore[valid-type]
    missing: Annotated[tuple[Label, ...], Field(max_length=20)] = ()


class ReturnBody(Body):
    """Why the case goes back to its unit."""

    reasons: Annotated[tuple[LackBody, ...], Field(max_length=20)]


class PackBody(Body):
    """Which version the case is reviewed by from now on, and why."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Text


class HoldBody(Body):
    """Why the case is held."""

    ground: HoldGround


class TermBody(Body):
    """The first and the last day on which a member sits; an end that is left out is open."""

    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("it ends before it begins")
        return self


class CouncilBody(Body):
    """A council; `related` maps a member to the unit that this member heads, `terms` to the days of the seat.

    A member has one term at a time: record the council again when a later term of the same person is known, and the
    former one is over. A session keeps the members that it was convened with.
    """

    code: Code
    unit: Code
    chair: Code
    members: Annotated[tuple[Code, ...], Field(min_length=1, max_length=99)]
    related: Annotated[dict[Code, Code], Field(max_length=99, default_factory=dict)]
    terms: Annotated[dict[Code, TermBody], Field(max_length=99, default_factory=dict)]


class SessionBody(Body):
    """A session of a council on ready cases, and when its vote ends."""

    council: Code
    case_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=50)]
    closes_at: AwareDatetime


class RecuseBody(Body):
    """The case to which the member is related."""

    case_id: UUID


class BallotBody(Body):
    """A choice on one case."""

    case_id: UUID
    choice: Choice


class WrittenBody(BallotBody):
    """What a member chose on paper on one case."""

    member: Code


class RowBody(Body):
    """One row of a decision: the name as it stands on paper, and for what."""

    case_id: UUID
    subject_label: Label
    citation_vi: Label


class DecisionBody(Body):
    """A decision for the grantor's signature; without a number it gets the next one of the grantor's series."""

    grantor_unit_id: Code
    number: Number | None = None
    rows: Annotated[tuple[RowBody, ...], Field(min_length=1, max_length=200)]


class SignBody(Body):
    """How it is signed."""

    sign_mode: SignMode = SignMode.PAPER


class SendBackBody(Body):
    """Why the grantor does not sign."""

    reason: Text


def states_of(text: str) -> frozenset[str]:
    """The states of a query's list."""
    return frozenset(text.split(",")) - {""}
