"""Follow a consultation: its lines in the timeline of the file that it is about."""

from dataclasses import dataclass

from services.console.usecases.happened import line_at
from services.console.usecases.ports import Change, Rows
from shared.contracts import consultations as said
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowConsultation:
    """Write what happened to a consultation into its file's row, once."""

    cases: Rows

    async def __call__(self, event: said.ConsultationEvent, cause: Cause) -> None:
        """Apply one event."""
        line = line_at(event, cause, _note(event))
        await self.cases.apply(event.case_id, Change(f"consultation:{event.consultation_id}", cause.sequence, {}, line))


def _note(event: said.ConsultationEvent) -> str:
    """Until when, and how many spoke; never who."""
    if isinstance(event, said.ConsultationOpened):
        return f"đến hết ngày {event.closes_on:%d/%m/%Y}"
    if isinstance(event, said.ConsultationClosed):
        return f"{event.in_favour} đồng tình, {event.against} không đồng tình, {event.other} ý kiến khác"
    return ""
