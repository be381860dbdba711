"""A council is convened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.domain.council import Council, council_id
from services.reviews.domain.session import CasesNotReadyError, Session
from services.reviews.usecases.case.standing import standing
from services.reviews.usecases.ports import Cases, Councils, Numbers, Sessions, Units
from services.reviews.usecases.session.about import about, recusals_of
from services.reviews.usecases.session.rule import vote_rule
from shared.contracts.councils import CouncilConvened
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day, milliseconds
from shared.kernel.errors import ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.policy import permit
from shared.kernel.rulepack import RulePacks
from shared.kernel.voting import VoteRule


@dataclass(frozen=True, slots=True)
class ConveneSession:
    """The secretary calls a session for ready cases; conflicts of interest are computed. Gives the session's id.

    Emits: CouncilConvened.
    Raises: ForbiddenError, CasesNotReadyError, ClosesInPastError, ClosesTooLateError, ChairNotMemberError.
    """

    sessions: Sessions
    councils: Councils
    cases: Cases
    units: Units
    packs: RulePacks
    numbers: Numbers
    clock: Clock

    async def __call__(self, council_code: str, case_ids: Sequence[UUID], closes_at: datetime, cause: Cause) -> UUID:
        session_id = id_from("session", cause.id)
        if await self.sessions.find(session_id) is not None:
            await self.sessions.get(session_id, cause)
        council = await self._council(council_code, cause)
        chart, today = await self.units.chart(), local_day(self.clock())
        items = [await self._item(case_id) for case_id in dict.fromkeys(case_ids)]
        agenda = [(standing(case, council.unit_id, chart, today), rule) for case, rule in items]
        session = Session.convene(
            session_id,
            council,
            agenda,
            number=await self._number(council_code),
            closes_at=milliseconds(closes_at),
            now=self.clock(),
        )
        event = CouncilConvened(
            **about(session),
            case_numbers=tuple(vote.case_number for vote in session.votes),
            reviewed_by=tuple(case.office[-1] for case, _ in items),
            member_refs=session.member_refs,
            recused=recusals_of(session),
            closes_at=session.closes_at,
        )
        await self.sessions.save(session, emits=[event], because_of=cause)
        return session_id

    async def _council(self, code: str, cause: Cause) -> Council:
        council = await self.councils.find(council_id(code))
        if council is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, council.path)
        return council

    async def _item(self, case_id: UUID) -> tuple[Case, VoteRule | None]:
        case = await self.cases.find(case_id)
        if case is None:
            raise CasesNotReadyError(cases=str(case_id))
        return case, vote_rule(case, self.packs)

    async def _number(self, council_code: str) -> str:
        year = local_day(self.clock()).year
        return f"{council_code}-{year}-{await self.numbers.next(f'sessions/{council_code}/{year}'):02}"
