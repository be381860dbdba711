"""What the use cases need of the world, in their own words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.domain.ballot import Cast
from services.reviews.domain.case import Case
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.council import Council
from services.reviews.domain.decision import Decision
from services.reviews.domain.deed import KnownDeed
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.finding import Finding
from services.reviews.domain.opinion import Opinion
from services.reviews.domain.payment import PaymentsAsked
from services.reviews.domain.session import Session
from services.reviews.usecases.kept import Kept, Waiting
from shared.kernel.chart import Chart

T = TypeVar("T")

ONE_LIVE_AWARD = "one_live_award_per_claim"
ONE_NUMBER = "one_number_per_grantor_and_year"


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """A thing as a reader finds it, with the number of its last event."""

    thing: T
    seq: int


class Cases(Waiting[Case], Protocol):
    """Where cases are kept."""

    async def of_deed(self, deed_id: UUID) -> Sequence[UUID]:
        """The cases about this deed that have not ended."""


class Deeds(Kept[KnownDeed], Protocol):
    """Where what is known of deeds is kept."""

    async def linked_to(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        """The deeds that were found to be the same as one of these."""


class Councils(Kept[Council], Protocol):
    """Where councils are kept."""

    async def of_units(self, unit_ids: Collection[str]) -> Sequence[Council]:
        """The councils of these units, by code."""

    async def with_codes(self, codes: Collection[str]) -> Sequence[Council]:
        """The councils with these codes."""


class Sessions(Kept[Session], Protocol):
    """Where sessions are kept."""

    async def voting(self) -> Sequence[Session]:
        """The sessions whose vote is open."""

    async def calling(self, case_id: UUID) -> Sequence[UUID]:
        """The sessions that have not ended and will vote on this case."""

    async def cast(self, session_id: UUID, case_id: UUID, cast: Cast) -> bool:
        """Add member and choice, each to its sorted list, in one write; False when closed, recused, or voted."""


class Decisions(Kept[Decision], Protocol):
    """Where decisions are kept; a number is taken once (`ONE_NUMBER`)."""

    async def naming(self, case_id: UUID) -> Sequence[UUID]:
        """The decisions that have a row for this case, whatever became of it."""

    async def last_serial(self, grantor_unit_id: str, year: int) -> int:
        """The highest place that is taken in a grantor's series in a year, 0 when none is."""


class Delegations(Kept[Delegation], Protocol):
    """Where delegations of signature are kept."""

    async def given_to(self, ref: str) -> Sequence[Delegation]:
        """All that were ever given to a person, the oldest first."""


class Awards(Kept[Award], Protocol):
    """Where awards are kept; a claim is held once (`ONE_LIVE_AWARD`)."""

    async def holder(self, claim: str) -> Award | None:
        """The live award that holds the claim."""

    async def live_of(self, deed_ids: Collection[UUID]) -> Collection[UUID]:
        """The live awards for these deeds."""


class Findings(Waiting[Finding], Protocol):
    """Where findings are kept."""


class Safe(Protocol):
    """Seals what must not stand in the store as it is. Each raises RefusedError (CONTACT_NOT_KEPT) without a key."""

    def seal(self, text: str) -> str:
        """The text for the store."""

    def open(self, sealed: str) -> str:
        """The text again."""

    def mark(self, text: str) -> str:
        """The same for the same text, and nobody without the key can tell of which."""


class Numbers(Protocol):
    """Counts up without giving one number twice; a number may stay unused."""

    async def next(self, series: str) -> int:
        """The next number of a series, from 1."""


class Units(Protocol):
    """The units, as `organisation.v1` tells of them."""

    async def chart(self) -> Chart:
        """Who stands above each, and who came after whom."""
        ...


Places = frozenset[str] | None
"""Units and councils whose things a reader may see, subtrees included; None is everything."""


@dataclass(frozen=True, slots=True)
class ComplaintReader:
    """Who reads complaints: the own ones, and those within the places by whose file `ref` gains nothing."""

    places: frozenset[str]
    ref: str
    mark: str


class Complaints(Waiting[Complaint], Protocol):
    """Where complaints are kept."""

    async def shown(self, complaint_id: UUID, reader: ComplaintReader) -> Seen[Complaint] | None:
        """One complaint, for this reader."""

    async def listed(self, states: Collection[str], limit: int, reader: ComplaintReader) -> Sequence[Seen[Complaint]]:
        """Complaints in these states (all when empty), for this reader, those due first coming first."""


class Readings(Protocol):
    """What readers ask for; nothing is found that lies outside the places."""

    async def case(self, case_id: UUID, places: Places) -> Seen[Case] | None:
        """One case."""

    async def cases(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Case]]:
        """Cases in these states (all states when empty), those due first coming first."""

    async def session(self, session_id: UUID, places: Places) -> Seen[Session] | None:
        """One session."""

    async def sessions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Session]]:
        """Sessions in these states, the newest first."""

    async def decision(self, decision_id: UUID, places: Places) -> Seen[Decision] | None:
        """One decision."""

    async def decisions(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Decision]]:
        """Decisions in these states, the newest first."""

    async def award(self, award_id: UUID, places: Places, reader_ref: str) -> Seen[Award] | None:
        """One award; its own subject may see it from anywhere."""

    async def payments(self, asked: PaymentsAsked, limit: int, places: Places) -> Sequence[Award]:
        """The first awards with such payments, in their order, whose grantors lie within the places."""

    async def delegations(self, places: Places, reader_ref: str) -> Sequence[Seen[Delegation]]:
        """The delegations of these units and those given to the reader, the newest first."""

    async def finding(self, finding_id: UUID, places: Places) -> Seen[Finding] | None:
        """One finding."""

    async def findings(self, states: Collection[str], limit: int, places: Places) -> Sequence[Seen[Finding]]:
        """Findings in these states, the newest first."""

    async def opinion(self, opinion_id: UUID, places: Places) -> Seen[Opinion] | None:
        """One opinion."""

    async def opinions(
        self, states: Collection[str], case_id: UUID | None, limit: int, places: Places
    ) -> Sequence[Seen[Opinion]]:
        """Opinions in these states, about one case or about any, those due first coming first."""

    async def councils(self) -> Sequence[Seen[Council]]:
        """All councils, by code."""

    async def council(self, council_id: UUID) -> Seen[Council] | None:
        """One council."""
