"""Sessions go on without a case that ended or was given back.

Whatever happens at the same time, both agree in the end: a case that leaves finds the sessions of that moment, and
every session that is convened later looks at its cases.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.session import Session
from services.reviews.usecases.ports import Cases, Sessions
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilAdjourned, CouncilCaseStruck, CouncilConvened
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewClosed, ReviewEscalated, ReviewReturned
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError

_Left = ReviewClosed | ReviewReturned | ReviewEscalated


@dataclass(frozen=True, slots=True)
class StrikeCases:
    """A case ended, was given back or went up, or a session was convened for one that had: it is voted on no more.

    About nothing, a session ends.

    Emits: CouncilCaseStruck, CouncilAdjourned.
    """

    sessions: Sessions
    cases: Cases

    async def __call__(self, event: _Left | CouncilConvened, cause: Cause) -> None:
        case_ids = event.case_ids if isinstance(event, CouncilConvened) else (event.case_id,)
        cases = [await self.cases.find(case_id) for case_id in case_ids]
        left = {case.id for case in cases if case is not None and case.is_off_agenda}
        if not left:
            return
        if isinstance(event, CouncilConvened):
            await self._strike(event.session_id, left, cause)
            return
        for session_id in await self.sessions.calling(event.case_id):
            await self._strike(session_id, left, cause)

    async def _strike(self, session_id: UUID, case_ids: Collection[UUID], cause: Cause) -> None:
        try:
            session = await self.sessions.get(session_id, cause)
        except AlreadyHandledError:
            return
        left = session.strike(case_ids)
        if left is not session:
            await self.sessions.save(left, emits=_news(session, left), because_of=cause)


def _news(before: Session, after: Session) -> list[Event]:
    struck = tuple(vote.case_id for vote in after.struck if vote not in before.struck)
    told = CouncilCaseStruck(**about(after), struck_ids=struck)
    return [told] if after.votes else [told, CouncilAdjourned(**about(after))]
