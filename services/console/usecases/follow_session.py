"""Follow a council's session: its own row, and its mark on every file it holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.console.domain.meeting import Result, result_vi
from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import councils as said
from shared.kernel.cause import Cause
from shared.kernel.clock import milliseconds

STATE_AFTER: Mapping[type[said.SessionEvent], str] = {
    said.CouncilConvened: "convened",
    said.CouncilVoteOpened: "voting_open",
    said.CouncilVoteClosed: "voting_closed",
    said.CouncilMinuted: "minuted",
    said.CouncilAdjourned: "adjourned",
}
"""What is not here moves no state: a case that left."""

_STRUCK = "struck"
"""The mark of a file that a session goes on without."""


@dataclass(frozen=True, slots=True)
class FollowSession:
    """Write what a session's event says into the session's row and into the rows of its files, once each."""

    meetings: Rows
    cases: Rows

    async def __call__(self, event: said.SessionEvent, cause: Cause) -> None:
        """Apply one event."""
        await self.meetings.apply(event.session_id, Change("session", cause.sequence, _row(event)))
        marked = event.struck_ids if isinstance(event, said.CouncilCaseStruck) else event.case_ids
        await asyncio.gather(*(self.cases.apply(case_id, _mark(event, case_id, cause)) for case_id in marked))


def _row(event: said.SessionEvent) -> dict[str, object]:
    row: dict[str, object] = {
        "number": event.number,
        "council_code": event.council_code,
        "unit_id": event.unit_id,
        "unit_path": list(event.unit_path),
        "case_ids": list(event.case_ids),
    }
    if type(event) in STATE_AFTER:
        row["state"] = STATE_AFTER[type(event)]
    if isinstance(event, said.CouncilConvened):
        row["member_refs"] = list(event.member_refs)
    if isinstance(event, said.CouncilConvened | said.CouncilVoteOpened):
        row["closes_at"] = milliseconds(event.closes_at)
        row["recused"] = [recusal.model_dump(mode="json") for recusal in event.recused]
    if isinstance(event, said.CouncilVoteClosed):
        row["results"] = [result.model_dump(mode="json", exclude={"tally_hash"}) for result in event.results]
    return row


def _mark(event: said.SessionEvent, case_id: UUID, cause: Cause) -> Change:
    line = line_at(event, cause, _note(event, case_id))
    part = {"state": STATE_AFTER.get(type(event), _STRUCK), "at": line.at, "number": event.number}
    return Change(f"session:{event.session_id}", cause.sequence, {f"sittings.{event.session_id}": part}, line)


def _note(event: said.SessionEvent, case_id: UUID) -> str:
    if isinstance(event, said.CouncilVoteClosed):
        mine = (vote for vote in event.results if vote.case_id == str(case_id))
        return next((result_vi(Result(**vote.model_dump(exclude={"tally_hash"}))) for vote in mine), event.number)
    return f"phiên {event.number}"
