"""Read-only questions to the console's own rows; each says who asks."""

import asyncio
from dataclasses import dataclass, replace
from uuid import UUID

from services.console.domain.case import Case
from services.console.domain.decision import Decision
from services.console.domain.meeting import Council, Meeting
from services.console.domain.task import Known
from services.console.usecases.ports import Cases, Councils, Decisions, Lineage, Meetings, Some, Units, Wall
from services.console.usecases.watch import caught_up
from shared.kernel.actor import Actor
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import scope

MOST_OPEN = 2_000
"""So many open files, sessions and drafted decisions are looked through for one person; how many more is told."""
Awaited = tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Queries:
    """All questions. A thing outside the asking person's places is as absent as an unknown one."""

    cases: Cases
    meetings: Meetings
    decisions: Decisions
    councils: Councils
    units: Units
    lineage: Lineage
    wall: Wall

    async def case(self, number: str, actor: Actor, awaited: Awaited = None) -> tuple[Case | None, bool]:
        """The file and whether its row is behind. Raises: ForbiddenError (absent, or not for this actor)."""
        case, behind = await caught_up(lambda: self.cases.by_number(number), awaited)
        if case is not None:
            await self._permit(actor, case)
        elif not behind:
            raise ForbiddenError("OUT_OF_SCOPE")
        return case, behind

    async def file_id(self, number: str, actor: Actor) -> UUID | None:
        """The id of the file that somebody names; None when it is absent, or not for this actor."""
        try:
            case, _ = await self.case(number.strip().upper(), actor)
        except ForbiddenError:
            return None
        return None if case is None else case.id

    async def meeting(self, meeting_id: UUID, actor: Actor, awaited: Awaited = None) -> tuple[Meeting | None, bool]:
        """The session and whether its row is behind. Raises: ForbiddenError."""
        meeting, behind = await caught_up(lambda: self.meetings.get(meeting_id), awaited)
        _check(meeting, behind, actor, "session.read")
        return meeting, behind

    async def decision(self, decision_id: UUID, actor: Actor, awaited: Awaited = None) -> tuple[Decision | None, bool]:
        """The decision and whether its row is behind. Raises: ForbiddenError."""
        decision, behind = await caught_up(lambda: self.decisions.get(decision_id), awaited)
        _check(decision, behind, actor, "decision.read")
        return decision, behind

    async def known(self, actor: Actor) -> Known:
        """What is open and lies in the person's places, the oldest first."""
        councils = await self.councils_of(actor)
        places = (scope(actor, "nomination.read") or frozenset()) | {council.unit_id for council in councils}
        (cases, open_cases), (meetings, open_meetings), (decisions, drafted) = await asyncio.gather(
            self.cases.open_in(places, MOST_OPEN),
            self.meetings.open_in(scope(actor, "session.read") or (), MOST_OPEN),
            self.decisions.open_in(scope(actor, "any_decision.read") or (), MOST_OPEN),
        )
        cases = [await self._standing(case) for case in cases]
        left_out = open_cases + open_meetings + drafted - len(cases) - len(meetings) - len(decisions)
        return Known(cases, meetings, decisions, councils, left_out)

    async def files(self, actor: Actor, start: int, limit: int) -> Some[Case]:
        """The files that the person may see, the newest first."""
        return await self.cases.latest(scope(actor, "nomination.read") or (), start, limit)

    async def sessions(self, actor: Actor, start: int, limit: int) -> Some[Meeting]:
        """The sessions that the person may see, the last to close first."""
        return await self.meetings.latest(scope(actor, "session.read") or (), start, limit)

    async def signed_and_drafted(self, actor: Actor, start: int, limit: int) -> Some[Decision]:
        """The decisions that the person may see, the newest first."""
        return await self.decisions.latest(scope(actor, "any_decision.read") or (), start, limit)

    async def councils_of(self, actor: Actor) -> list[Council]:
        """The councils in which the person has a role."""
        return await self.councils.by_codes(scope(actor, "session.read") or ())

    async def _standing(self, case: Case) -> Case:
        """The file before whoever decides today: who took its grantor's place does."""
        path = await self.lineage.heir(case.grantor_unit_id)
        if path is None:
            return case
        office_path = case.office_path if case.is_below else path
        return replace(case, grantor_unit_id=path[-1], grantor_path=path, office_path=office_path)

    async def _permit(self, actor: Actor, case: Case) -> None:
        places = scope(actor, "nomination.read") or frozenset()
        if places & frozenset(case.path):
            return
        if case.grantor_unit_id not in {council.unit_id for council in await self.councils_of(actor)}:
            raise ForbiddenError("OUT_OF_SCOPE")


def _check(row: Meeting | Decision | None, behind: bool, actor: Actor, action: str) -> None:
    if row is None and behind:
        return
    if row is None or not (scope(actor, action) or frozenset()) & frozenset(row.path):
        raise ForbiddenError("OUT_OF_SCOPE")
