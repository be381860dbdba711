"""Follow an opinion: its lines in the timeline of the file that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import reviews as said
from shared.kernel.cause import Cause

_SAID_VI: Mapping[str | None, str] = {"consent": "đồng ý", "object": "không đồng ý", None: "không tính là ý kiến"}


@dataclass(frozen=True, slots=True)
class FollowOpinion:
    """Write what happened to an opinion into its file's row, once."""

    cases: Rows

    async def __call__(self, event: said.OpinionEvent, cause: Cause) -> None:
        """Apply one event."""
        line = line_at(event, cause, _note(event))
        await self.cases.apply(event.case_id, Change(f"opinion:{event.opinion_id}", cause.sequence, {}, line))


def _note(event: said.OpinionEvent) -> str:
    if isinstance(event, said.OpinionReceived):
        return f"{event.body_id}: {_SAID_VI[event.position]}"
    if isinstance(event, said.OpinionLapsed):
        return f"{event.body_id}: im lặng, {_SAID_VI[event.position]}"
    return f"{event.body_id}, trước hết ngày {event.due_on:%d/%m/%Y}"
