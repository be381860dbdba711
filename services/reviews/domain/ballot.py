"""The vote on one case: who took part and what was chosen; in a secret one neither tells the other."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Self
from uuid import UUID

from services.reviews.domain.canonical import canonical, sha256_of
from services.reviews.domain.fairness import ShownShare
from services.reviews.domain.recusal import CONTRIBUTED, DECLARED, Recused
from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.voting import VoteRule

NewBallotId = Callable[[], str]
"""Gives an unguessable id that tells nothing of when it was made."""


class Choice(StrEnum):
    """What a ballot can say."""

    YES = "yes"
    NO = "no"


class NotEntitledError(RefusedError):
    """The person is no member of the session."""

    code = "NOT_ENTITLED"


class ConflictOfInterestError(RefusedError):
    """The member is recused from this case."""

    code = "CONFLICT_OF_INTEREST"


class AlreadyVotedError(ConflictError):
    """The member has voted on this case; a ballot is final."""

    code = "ALREADY_VOTED"


class AlreadyRecusedError(ConflictError):
    """The member takes no part in this vote already."""

    code = "ALREADY_RECUSED"


class MemberVotedError(ConflictError):
    """The member whose paper the secretary enters has voted on this case."""

    code = "MEMBER_VOTED"


class TakesNoPartError(RefusedError):
    """The one whose paper the secretary enters does not vote on this case: recused, or no member."""

    code = "TAKES_NO_PART"


class WrittenNotAllowedError(RefusedError):
    """By the rule of this case nobody votes in writing."""

    code = "WRITTEN_NOT_ALLOWED"


class ElectronicNotAllowedError(RefusedError):
    """By the rule of this case members vote on paper, which the secretary enters."""

    code = "ELECTRONIC_NOT_ALLOWED"


class NoQuorumError(ConflictError):
    """Too few entitled members take part."""

    code = "NO_QUORUM"


@dataclass(frozen=True, slots=True, order=True)
class Ballot:
    """One choice under a random id. Nothing in it leads to a member, a time or an order."""

    id: str
    choice: Choice


@dataclass(frozen=True, slots=True, order=True)
class OpenChoice:
    """What a member chose in a vote that is not secret."""

    member_ref: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Cast:
    """What one member adds to a vote: a ballot that tells nothing of him, or an open choice; maybe from paper."""

    member_ref: str
    kept: Ballot | OpenChoice
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The counted vote. `tally_hash` seals participation, ballots and totals."""

    yes: int
    no: int
    base: int
    present: int
    entitled: int
    threshold: str
    passed: bool
    tally_hash: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one case. `participation` is sorted by member, `ballots` by their random ids.

    A secret vote keeps `ballots` and no `choices`, an open one the other way round. `written` are the members whose
    paper the secretary entered; which ballot it became is not kept.
    `fairness` is what the council was shown of the subject's unit when the vote was opened.
    """

    case_id: UUID
    case_number: str
    rule: VoteRule
    member_refs: tuple[str, ...]
    recused: tuple[Recused, ...]
    participation: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    outcome: Outcome | None = None
    fairness: tuple[ShownShare, ...] = ()
    choices: tuple[OpenChoice, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def entitled(self) -> tuple[str, ...]:
        """The members who may vote: those not recused."""
        barred = {recused.member_ref for recused in self.recused}
        return tuple(member for member in self.member_refs if member not in barred)

    @property
    def needed(self) -> int:
        """How many must take part for the vote to count."""
        return self.rule.needed(len(self.entitled))

    @property
    def all_cast(self) -> bool:
        """Whether everybody entitled has voted."""
        return len(self.participation) == len(self.entitled)

    @property
    def has_quorum(self) -> bool:
        """Whether enough members took part; a vote of nobody never counts."""
        return len(self.participation) >= max(self.needed, 1)

    def recuse(self, member_ref: str) -> Self:
        """The member says that he is related to the case. Raises: NotEntitledError, AlreadyRecusedError."""
        if member_ref not in self.member_refs:
            raise NotEntitledError
        if member_ref not in self.entitled:
            raise AlreadyRecusedError
        return replace(self, recused=(*self.recused, Recused(member_ref, DECLARED)))

    def without(self, contributor_refs: Collection[str]) -> Self:
        """The vote without the members who did the deed."""
        found = tuple(Recused(member, CONTRIBUTED) for member in self.entitled if member in contributor_refs)
        return replace(self, recused=(*self.recused, *found)) if found else self

    def check_openable(self) -> None:
        """Enough members are free of conflicts to form the quorum of the whole council. Raises: NoQuorumError."""
        needed = max(self.rule.needed(len(self.member_refs)), 1)
        if len(self.entitled) < needed:
            raise NoQuorumError(present=len(self.entitled), needed=needed, case=self.case_number)

    def check_quorum(self) -> None:
        """Enough members voted. Raises: NoQuorumError."""
        if not self.has_quorum:
            raise NoQuorumError(present=len(self.participation), needed=max(self.needed, 1), case=self.case_number)

    def check_may_cast(self, member_ref: str) -> None:
        """The member may vote here now.

        Raises: NotEntitledError, ConflictOfInterestError, AlreadyVotedError, ElectronicNotAllowedError.
        """
        if member_ref not in self.member_refs:
            raise NotEntitledError
        if member_ref not in self.entitled:
            raise ConflictOfInterestError
        if member_ref in self.participation:
            raise AlreadyVotedError
        if not self.rule.electronic:
            raise ElectronicNotAllowedError

    def check_takes_paper(self, member_ref: str) -> None:
        """What the member chose on paper may be entered now.

        Raises: WrittenNotAllowedError, TakesNoPartError, MemberVotedError.
        """
        if not self.rule.takes_paper:
            raise WrittenNotAllowedError(case=self.case_number)
        if member_ref not in self.entitled:
            raise TakesNoPartError(member=member_ref)
        if member_ref in self.participation:
            raise MemberVotedError(member=member_ref)

    def check_enters_paper(self, ref: str) -> None:
        """Whoever is recused here enters no choice of others either. Raises: ConflictOfInterestError."""
        if any(recused.member_ref == ref for recused in self.recused):
            raise ConflictOfInterestError

    def cast_of(self, member_ref: str, choice: Choice, ballot_id: str, *, is_written: bool = False) -> Cast:
        """How the choice of a member is kept: in a secret vote under the unguessable id, in an open one by name."""
        kept = Ballot(ballot_id, choice) if self.rule.secret else OpenChoice(member_ref, choice)
        return Cast(member_ref, kept, is_written)

    def take(self, cast: Cast) -> Self:
        """The vote with one more choice, of a member who may vote."""
        ballots, choices, written = self.ballots, self.choices, self.written
        if isinstance(cast.kept, Ballot):
            ballots = tuple(sorted((*ballots, cast.kept)))
        else:
            choices = tuple(sorted((*choices, cast.kept)))
        if cast.is_written:
            written = tuple(sorted((*written, cast.member_ref)))
        participation = tuple(sorted((*self.participation, cast.member_ref)))
        return replace(self, participation=participation, ballots=ballots, choices=choices, written=written)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """All that was chosen, without order or origin that means anything."""
        return (*(one.choice for one in self.ballots), *(one.choice for one in self.choices))

    def count(self, session_id: UUID) -> Self:
        """The vote, counted and sealed. Raises: NoQuorumError."""
        self.check_quorum()
        present = len(self.chosen)
        yes = sum(choice is Choice.YES for choice in self.chosen)
        tally = self.rule.tally(members=len(self.member_refs), present=present, yes=yes)
        unsealed = Outcome(
            yes=tally.yes,
            no=tally.no,
            base=tally.base,
            present=present,
            entitled=len(self.entitled),
            threshold=percent(tally.threshold),
            passed=tally.passed,
        )
        return replace(self, outcome=replace(unsealed, tally_hash=tally_hash(session_id, self, unsealed)))


def tally_hash(session_id: UUID, vote: Vote, outcome: Outcome) -> str:
    """SHA-256 of the sealed document of a vote."""
    return sha256_of(sealed(session_id, vote, outcome))


def sealed(session_id: UUID, vote: Vote, outcome: Outcome) -> str:
    """The canonical vote: session, case, participation, ballots, and the totals of the outcome.

    Members and ballots stand each in an order of their own, so that neither list tells anything of the other. Who voted
    in writing, and the choices of an open vote, stand in it where there are any.
    """
    totals = asdict(outcome)
    del totals["tally_hash"]
    document: dict[str, object] = {
        "session": str(session_id),
        "case": str(vote.case_id),
        "participation": list(vote.participation),
        "ballots": [{"id": ballot.id, "choice": ballot.choice.value} for ballot in vote.ballots],
        "totals": totals,
    }
    if vote.written:
        document["written"] = list(vote.written)
    if vote.choices:
        document["choices"] = open_choices(vote)
    return canonical(document)


def open_choices(vote: Vote) -> list[dict[str, str]]:
    """Who chose what in a vote that is not secret, in a form that JSON can hold; of a secret one nothing."""
    return [{"member": one.member_ref, "choice": one.choice.value} for one in vote.choices]


def percent(share: Fraction) -> str:
    """A share in percent: whole, or with one decimal place rounded half up."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
