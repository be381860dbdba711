"""Events as the kit sends them: of invented awards and a job, built with the body that the house sends."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from services.notifications.adapters.webhook.body import MOST_BYTES, body_of
from services.notifications.domain.endpoint import JOB_FINISHED
from services.notifications.domain.item import ItemOutcome
from services.notifications.domain.record import Recorded

ORIGIN: Final = "kipthoi.localhost"
_UNIT: Final = "DV-HU-CAU"
"""An invented unit, as a sandbox client has them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An event with its id; `subject` is the award, or the job."""

    id: UUID
    subject: UUID
    sequence: int
    body: bytes


def letter(kind: str, at: datetime, *, subject: UUID | None = None, sequence: int = 1) -> Letter:
    """An event about an award, a new one when none is named."""
    about = subject or uuid4()
    facts = {"award_id": str(about), "unit_id": _UNIT, "number": f"{sequence}/QĐ-THU"}
    if kind in {"award.corrected", "award.revoked"}:
        facts["correction_number" if kind == "award.corrected" else "revocation_number"] = "2/QĐ-THU"
    return _letter(kind, at, about, sequence, facts)


def of_job(at: datetime) -> Letter:
    """A job of the client has ended: two places, a file each."""
    counts = {outcome.value: 0 for outcome in ItemOutcome} | {ItemOutcome.CREATED.value: 2}
    return _letter(JOB_FINISHED, at, uuid4(), 1, {"dry_run": False, "count": 2, **counts})


def largest(plain: Letter) -> Letter:
    """The same event as long as one may be, with a member that receivers do not know."""
    event = json.loads(plain.body)
    event["data"]["padding"] = ""
    event["data"]["padding"] = "x" * (MOST_BYTES - len(_json(event)))
    return Letter(plain.id, plain.subject, plain.sequence, _json(event))


def _letter(kind: str, at: datetime, about: UUID, sequence: int, facts: dict[str, Any]) -> Letter:
    event_id = uuid4()
    record = Recorded(
        id=event_id,
        kind=kind,
        about_id=about,
        sequence=sequence,
        unit_id=_UNIT,
        unit_path=(_UNIT,),
        recorded_at=at,
        correlation_id=event_id,
        traceparent=None,
        facts=facts,
        messages=(),
        entry=None,
    )
    return Letter(event_id, about, sequence, body_of(record, ORIGIN))


def _json(event: object) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
