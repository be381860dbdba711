"""Follow an award: its mark on the file, and what everybody may know once it is granted."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.console.usecases.happened import line_at, line_unless_silent
from services.console.usecases.ports import Change, Rows
from shared.contracts import awards as said
from shared.kernel.cause import Cause
from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import sentence_vi

STATE_AFTER: Mapping[type[said.AwardEvent], str] = {
    said.AwardReserved: "reserved",
    said.AwardFreed: "freed",
    said.AwardGranted: "granted",
    said.AwardPublished: "published",
    said.AwardPresented: "presented",
    said.AwardRevoked: "revoked",
}
"""What is not here moves no state: a ceremony, a correction, a payment."""


@dataclass(frozen=True, slots=True)
class FollowAward:
    """Write what an award's event says into the file's row, once."""

    cases: Rows

    async def __call__(self, event: said.AwardEvent, cause: Cause) -> None:
        """Apply one event."""
        fields = _state(event, cause) | _words(event)
        line = line_unless_silent(event, cause, _note(event))
        await self.cases.apply(event.case_id, Change(f"award:{event.award_id}", cause.sequence, fields, line))


def _state(event: said.AwardEvent, cause: Cause) -> dict[str, object]:
    state = event.next_state if isinstance(event, said.AwardRecovered) else STATE_AFTER.get(type(event))
    if state is None:
        return {}
    return {f"awards.{event.award_id}": {"state": state, "at": line_at(event, cause).at}}


def _words(event: said.AwardEvent) -> dict[str, object]:
    if isinstance(event, said.AwardFacts):
        return {"granted": _granted(event)}
    if isinstance(event, said.AwardCorrected):
        return {"granted.subject_label": event.subject_label}
    return {}


def _granted(event: said.AwardFacts) -> dict[str, object]:
    return {
        "subject_label": event.subject_label,
        "form_name_vi": event.form_name_vi,
        "number": event.number,
        "decided_on": event.decided_on.isoformat(),
        "calendar_days": event.lead_times.calendar_days,
        "bonus_vnd": event.bonus_vnd,
    }


def _note(event: said.AwardEvent) -> str:
    if isinstance(event, said.AwardGranted):
        return f"quyết định {event.number}"
    if isinstance(event, said.AwardFreed) and event.reason in REASONS:
        return sentence_vi(event.reason, {})
    if isinstance(event, said.AwardCeremonySet | said.AwardCeremonyCalledOff | said.AwardPresented):
        on = event.presented_on if isinstance(event, said.AwardPresented) else event.held_on
        return f"ngày {on:%d/%m/%Y}"
    if isinstance(event, said.AwardCorrected):
        return f"theo {event.correction_number}"
    if isinstance(event, said.AwardRevoked):
        return f"theo {event.revocation_number}"
    return ""
