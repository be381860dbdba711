"""Follow an opinion: its lines in the timeline of the file that it is about."""

from dataclasses import dataclass

from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import reviews as said
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowOpinion:
    """Write what happened to an opinion into its file's row, once."""

    cases: Rows

    async def __call__(self, event: said.OpinionEvent, cause: Cause) -> None:
        """Apply one event."""
        line = line_at(event, cause, _note(event))
        await self.cases.apply(event.case_id, Change(f"opinion:{event.opinion_id}", cause.sequence, {}, line))


def _note(event: said.OpinionEvent) -> str:
    """Which body, and not what it thinks: more people read the file than the opinion."""
    if isinstance(event, said.OpinionRequested):
        return f"{event.body_id}, đến hết ngày {event.due_on:%d/%m/%Y}"
    return event.body_id
