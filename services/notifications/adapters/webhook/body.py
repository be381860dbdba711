"""What an endpoint is sent: a CloudEvent as JSON.

Source: CloudEvents 1.0, JSON event format, with the extensions `sequence`, `traceparent` and `dataref`.
"""

import json
from typing import Any, Final

from services.notifications.domain.endpoint import JOB_FINISHED
from services.notifications.domain.item import ItemOutcome
from services.notifications.domain.record import Recorded

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
MOST_BYTES: Final = 64 * 1024

TOLD: Final = ("award_id", "case_id", "unit_id", "decision_id", "number", "correction_number", "revocation_number")
"""Ids, unit and numbers: what it takes to ask for the rest, and nothing of a person."""

TOLD_OF_JOB: Final = ("dry_run", "count", *(outcome.value for outcome in ItemOutcome))
"""Whether it was a trial, how many places it had, and how many of them ended how."""


def body_of(record: Recorded, origin: str, *, is_full: bool = False) -> bytes:
    """The event: ids, unit and numbers; if `is_full`, as was agreed, also what the register says of the award.

    `origin` is this house's name in DNS; what is too long to be sent is read there.
    """
    data = _of_job(record, origin) if record.kind == JOB_FINISHED else _of_award(record, origin, is_full=is_full)
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(record.id),
        "source": f"//{origin}/notifications",
        "type": record.kind,
        "subject": str(record.about_id),
        "time": record.recorded_at.isoformat(timespec="milliseconds"),
        "datacontenttype": "application/json",
        "sequence": f"{record.sequence:010d}",
    }
    if record.traceparent:
        event["traceparent"] = record.traceparent
    body = _json({**event, "data": data})
    return body if len(body) <= MOST_BYTES else _json({**event, "dataref": data["link"]})


def _of_award(record: Recorded, origin: str, *, is_full: bool) -> dict[str, Any]:
    link = f"https://{origin}/integration/v1/awards/{record.about_id}"
    told = {name: record.facts[name] for name in TOLD if record.facts.get(name) is not None}
    data: dict[str, Any] = {"kind": record.kind, **told, "link": link}
    if is_full and record.entry is not None:
        data["award"] = {**record.entry.public, **record.entry.personal}
    return data


def _of_job(record: Recorded, origin: str) -> dict[str, Any]:
    link = f"https://{origin}/integration/v1/jobs/{record.about_id}/result"
    told = {name: record.facts[name] for name in TOLD_OF_JOB}
    return {"kind": record.kind, "job_id": str(record.about_id), **told, "link": link}


def _json(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
