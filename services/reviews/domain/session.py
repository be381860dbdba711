"""A council's session: conflicts computed at the call, a secret vote, a sealed count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.reviews.domain.ballot import Vote
from services.reviews.domain.case import BEFORE_SESSION, Case
from services.reviews.domain.case_parts import CaseEndedError, CaseState
from services.reviews.domain.council import Council
from services.reviews.domain.fairness import ShownShare
from services.reviews.domain.minutes import Minutes, MinutesMadeError, NotClosedError
from services.reviews.domain.recusal import recusals
from shared.kernel.clock import local_day
from shared.kernel.errors import ConflictError, ForbiddenError, RefusedError
from shared.kernel.voting import VoteRule

FEW_VOTERS = 5
"""Below this many voters whose choice nobody saw a unanimous vote is easily guessed; the session warns."""

_LONGEST_VOTE = timedelta(days=90)


class SessionState(StrEnum):
    """Where a session stands."""

    CONVENED = "convened"
    VOTING_OPEN = "voting_open"
    VOTING_CLOSED = "voting_closed"
    MINUTED = "minuted"
    ADJOURNED = "adjourned"


IN_SESSION = frozenset({SessionState.CONVENED, SessionState.VOTING_OPEN})
"""The states of a session that has not ended."""


class CasesNotReadyError(ConflictError):
    """Some of the cases cannot be taken up now, here."""

    code = "CASES_NOT_READY"


class ClosesInPastError(RefusedError):
    """A vote must close later than now."""

    code = "CLOSES_IN_PAST"


class ClosesTooLateError(RefusedError):
    """A vote must close within ninety days: until then nobody can end it without all members."""

    code = "CLOSES_TOO_LATE"


class VoteNotOverError(ConflictError):
    """Members who may still vote have not, and the time is not over."""

    code = "VOTE_NOT_OVER"


class VoteOverError(ConflictError):
    """The time to vote is over: who has not voted does not any more."""

    code = "VOTE_OVER"


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a council on several cases. Members are those of the day it was convened.

    `struck` are the votes on cases that left before the count; their ballots stay uncounted. `remind_at` is when the
    members are to be reminded of an open vote, and nothing once they were.
    """

    id: UUID
    version: int
    state: SessionState
    number: str
    council_code: str
    unit_id: str
    chair_ref: str
    member_refs: tuple[str, ...]
    closes_at: datetime
    votes: tuple[Vote, ...]
    struck: tuple[Vote, ...] = ()
    minutes: Minutes | None = None
    remind_at: datetime | None = None

    @classmethod
    def convene(
        cls,
        session_id: UUID,
        council: Council,
        agenda: Sequence[tuple[Case, VoteRule | None]],
        *,
        number: str,
        closes_at: datetime,
        now: datetime,
    ) -> Self:
        """A session for ready cases of the council's own unit; who may not vote is computed.

        Raises: ClosesInPastError, ClosesTooLateError, CasesNotReadyError, ChairNotMemberError.
        """
        if closes_at <= now:
            raise ClosesInPastError(field="closes_at")
        if closes_at > now + _LONGEST_VOTE:
            raise ClosesTooLateError(field="closes_at", days=_LONGEST_VOTE.days)
        unready = [_named(case, council) for case, rule in agenda if rule is None or not _is_ready(case, council)]
        if unready or not agenda:
            raise CasesNotReadyError(cases=", ".join(unready))
        members = council.members_on(local_day(now))
        votes = tuple(
            Vote(case.id, case.facts.number, rule, members, recusals(case, members, council.related))
            for case, rule in agenda
            if rule is not None
        )
        return cls(
            id=session_id,
            version=0,
            state=SessionState.CONVENED,
            number=number,
            council_code=council.code,
            unit_id=council.unit_id,
            chair_ref=council.chair_ref,
            member_refs=members,
            closes_at=closes_at,
            votes=votes,
        )

    @property
    def path(self) -> tuple[str, ...]:
        """Where roles for this session may be held: at the council or at its unit."""
        return (self.council_code, self.unit_id)

    @property
    def warns_of_few_voters(self) -> bool:
        """Whether in some case so few vote unseen that the count may give a secret ballot away."""
        return any(vote.rule.secret and _is_easily_guessed(vote) for vote in self.votes)

    def vote_on(self, case_id: UUID) -> Vote:
        """The vote on one case.

        Raises: CaseEndedError for one that left, ForbiddenError (OUT_OF_SCOPE) when the session never had it.
        """
        for vote in self.votes:
            if vote.case_id == case_id:
                return vote
        for vote in self.struck:
            if vote.case_id == case_id:
                raise CaseEndedError(number=vote.case_number)
        raise ForbiddenError("OUT_OF_SCOPE")

    def strike(self, case_ids: Collection[UUID]) -> Self:
        """Cases ended elsewhere, or were given back: it goes on without them, and ends with the last of them."""
        struck = tuple(vote for vote in self.votes if vote.case_id in case_ids)
        if not struck or self.state not in IN_SESSION:
            return self
        votes = tuple(vote for vote in self.votes if vote not in struck)
        state = self.state if votes else SessionState.ADJOURNED
        return replace(self, state=state, votes=votes, struck=(*self.struck, *struck))

    def is_over(self, now: datetime) -> bool:
        """Whether the time to vote has passed, counted or not."""
        return now >= self.closes_at

    def recuse(self, case_id: UUID, member_ref: str) -> Self:
        """A member takes no part in the vote on one case; said before the vote is opened.

        Raises: ConflictError, ForbiddenError, NotEntitledError, AlreadyRecusedError, CaseEndedError.
        """
        self._expect(SessionState.CONVENED)
        changed = self.vote_on(case_id).recuse(member_ref)
        return replace(self, votes=tuple(changed if vote.case_id == case_id else vote for vote in self.votes))

    def look_again(self, agenda: Sequence[tuple[Case, VoteRule | None]]) -> Self:
        """Its cases as they stand when the vote is opened, which nothing changes from now on.

        A pack may have been chosen since the session was convened, and somebody may turn out to have done the deed. One
        that has not heard yet that it was called could still change, one that was given back will be struck.
        Raises: CasesNotReadyError.
        """
        unready = [case.facts.number for case, _ in agenda if case.stands in BEFORE_SESSION]
        if unready:
            raise CasesNotReadyError(cases=", ".join(unready))
        rules = {case.id: rule for case, rule in agenda}
        done_by = {case.id: case.facts.doer_refs for case, _ in agenda}
        votes = tuple(
            replace(vote, rule=rules.get(vote.case_id) or vote.rule).without(done_by.get(vote.case_id, ()))
            for vote in self.votes
        )
        return replace(self, votes=votes)

    @property
    def has_quorum(self) -> bool:
        """Whether enough members voted on every case."""
        return all(vote.has_quorum for vote in self.votes)

    def open_voting(self, now: datetime, fairness: Mapping[UUID, tuple[ShownShare, ...]]) -> Self:
        """From now on recusals are fixed and ballots are taken; with each case stands what is shown of its unit.

        Raises: ConflictError, VoteOverError, NoQuorumError.
        """
        self._expect(SessionState.CONVENED)
        self._expect_time(now)
        for vote in self.votes:
            vote.check_openable()
        votes = tuple(replace(vote, fairness=fairness.get(vote.case_id, ())) for vote in self.votes)
        return replace(self, state=SessionState.VOTING_OPEN, votes=votes)

    def check_may_cast(self, case_id: UUID, member_ref: str, now: datetime) -> None:
        """The member may vote on the case now: until the time is over, not until the chair counts.

        Raises: ConflictError, VoteOverError, ForbiddenError, NotEntitledError, ConflictOfInterestError,
        AlreadyVotedError, ElectronicNotAllowedError, CaseEndedError.
        """
        vote = self.vote_on(case_id)
        if member_ref in vote.participation:
            vote.check_may_cast(member_ref)
        self._expect(SessionState.VOTING_OPEN)
        self._expect_time(now)
        vote.check_may_cast(member_ref)

    def check_takes_paper(self, case_id: UUID, member_ref: str, now: datetime) -> None:
        """What a member chose on paper may be entered now, until the time is over.

        Raises: ConflictError, VoteOverError, ForbiddenError, WrittenNotAllowedError, TakesNoPartError,
        MemberVotedError, CaseEndedError.
        """
        vote = self.vote_on(case_id)
        self._expect(SessionState.VOTING_OPEN)
        self._expect_time(now)
        vote.check_takes_paper(member_ref)

    def close_voting(self, now: datetime) -> Self:
        """Count every vote, when all have voted or the time is over.

        Raises: ConflictError, NoQuorumError, VoteNotOverError.
        """
        self._expect(SessionState.VOTING_OPEN)
        for vote in self.votes:
            vote.check_quorum()
        missing = sum(len(vote.entitled) - len(vote.participation) for vote in self.votes)
        if missing and not self.is_over(now):
            raise VoteNotOverError(missing=missing, closes_at=self.closes_at.isoformat())
        votes = tuple(vote.count(self.id) for vote in self.votes)
        return replace(self, state=SessionState.VOTING_CLOSED, votes=votes)

    def adjourn(self, now: datetime) -> Self:
        """End without a count: before the vote, or when its time is over without a quorum. Raises: ConflictError."""
        stuck = self.state is SessionState.VOTING_OPEN and self.is_over(now)
        if not (stuck and not self.has_quorum):
            self._expect(SessionState.CONVENED)
        return replace(self, state=SessionState.ADJOURNED)

    def minute(self, secretary_ref: str, on: date) -> Self:
        """Write down how the votes were counted, once. Raises: NotClosedError, MinutesMadeError."""
        if self.minutes is not None:
            raise MinutesMadeError(number=self.number)
        if self.state is not SessionState.VOTING_CLOSED:
            raise NotClosedError(number=self.number)
        heading = {
            "session": str(self.id),
            "number": self.number,
            "council": self.council_code,
            "unit": self.unit_id,
            "chair": self.chair_ref,
            "secretary": secretary_ref,
            "members": list(self.member_refs),
            "struck": [vote.case_number for vote in self.struck],
            "closes_at": self.closes_at.isoformat(),
            "minuted_on": on.isoformat(),
        }
        return replace(self, state=SessionState.MINUTED, minutes=Minutes.write(heading, self.votes))

    def _expect(self, state: SessionState) -> None:
        if self.state is not state:
            raise ConflictError("STATE_CHANGED", state=self.state.value)

    def _expect_time(self, now: datetime) -> None:
        if self.is_over(now):
            raise VoteOverError


def _is_ready(case: Case, council: Council) -> bool:
    return case.state is CaseState.READY and council.unit_id in case.office


def _is_easily_guessed(vote: Vote) -> bool:
    # Whoever entered the paper takes it off the count: what is left was chosen in the system.
    unseen = len(vote.participation) - len(vote.written)
    return len(vote.entitled) < FEW_VOTERS or (bool(vote.written) and vote.rule.electronic and unseen < FEW_VOTERS)


def _named(case: Case, council: Council) -> str:
    # A case of others shows no more than the id that was sent.
    return case.facts.number if council.unit_id in case.office else str(case.id)
