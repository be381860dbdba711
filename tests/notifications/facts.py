"""Invented events of every contract, with names that must not leak."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.notifications.domain.plan import plan
from services.notifications.domain.record import Recorded
from services.notifications.domain.register import draft
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from

FILE = UUID("6f1c1a1e-0000-5000-8000-000000000001")
AWARD = UUID("6f1c1a1e-0000-5000-8000-000000000002")
SECRET_NAME = "Nguyễn Thị Hạnh"
SECRET_CITATION = "Trực ngoài giờ giúp 37 hộ bị sạt lở"

_STEP = {"name": "screen", "due_on": "2026-10-07"}
_REASONS = [{"code": "EVIDENCE_MISSING"}, {"code": "DATA_MISSING"}]
_VALUES: dict[str, Any] = {
    "unit_id": "P-THADS-5",
    "unit_path": ["BTP", "THADS-HP", "P-THADS-5"],
    "nomination_id": FILE,
    "case_id": FILE,
    "award_id": AWARD,
    "decision_id": UUID("6f1c1a1e-0000-5000-8000-000000000003"),
    "session_id": UUID("6f1c1a1e-0000-5000-8000-000000000004"),
    "deed_id": UUID("6f1c1a1e-0000-5000-8000-000000000005"),
    "number": "KT-2026-0147",
    "case_number": "KT-2026-0147",
    "nomination_type": "ad_hoc",
    "form_code": "GIAY_KHEN_THADS",
    "form_name_vi": "Giấy khen của Trưởng Thi hành án dân sự tỉnh",
    "grantor_unit_id": "THADS-HP",
    "grantor_path": ["BTP", "THADS-HP"],
    "subject_ref": "CB-0412",
    "subject_kind": "individual",
    "subject_label": SECRET_NAME,
    "citation_vi": SECRET_CITATION,
    "proposer_ref": "PCT-HP-THA",
    "endorser_ref": "TP-05",
    "before": {"subject_label": f"{SECRET_NAME} A", "citation_vi": SECRET_CITATION},
    "after": {"subject_label": SECRET_NAME, "citation_vi": SECRET_CITATION},
    "reason": f"{SECRET_NAME}: {SECRET_CITATION}",
    "reasons": _REASONS,
    "candidates": [],
    "steps": [_STEP],
    "eligibility": [],
    "evidence": [],
    "contributors": [{"subject_ref": "CB-0412", "share": 100}],
    "outcome": "refused",
    "next_state": "ready",
    "council_code": "HD-BTP",
    "code": "HD-BTP",
    "chair_ref": "HD-01",
    "member_refs": ["HD-01", "HD-02"],
    "case_ids": [FILE],
    "case_numbers": ["KT-2026-0147"],
    "recused": [],
    "results": [],
    "step": "screen",
    "escalate_to": "THADS-HP",
    "bonus_vnd": 760_000,
    "place_id": "THADS-HP",
    "span": "week",
    "received": 3,
    "granted": 2,
    "lead_times": {
        "deed_known": 0,
        "known_submitted": 1,
        "submitted_decided": 3,
        "total": 4,
        "calendar_days": 6,
    },
    "name_vi": "Chuyên đề 2026",
    "audience": ["all"],
}


def event_of(kind: str, **changes: Any) -> Event:
    """An event of this type, its fields filled from one invented file."""
    contract = EVENTS[kind]
    values = {
        name: _value(name, field.annotation)
        for name, field in contract.model_fields.items()
        if name in _VALUES or field.is_required()
    }
    return contract.model_validate({**values, **changes})


def _value(name: str, annotation: Any) -> Any:
    if name in _VALUES:
        return _VALUES[name]
    for example in (date(2026, 10, 13), datetime(2026, 10, 13, 9, 30, tzinfo=UTC), FILE, "x", 1, False):
        try:
            TypeAdapter(annotation).validate_python(example, strict=True)
        except ValueError:
            continue
        return example
    raise TypeError(name)


def cause_of(event: Event, n: int = 0) -> Cause:
    """The event as the cause of what its handler does; `n` tells events of one aggregate apart."""
    event_id = id_from("event", event.type, event.aggregate_id, n)
    return Cause(event_id, system("reviews"), "system", event_id, event_id, source="awards.v1/0/1", sequence=n + 1)


def record_of(event: Event, n: int = 0) -> Recorded:
    """The event as it is kept, with its plan."""
    cause = cause_of(event, n)
    at = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
    facts = event.model_dump(mode="json")
    return Recorded(
        id=cause.id,
        kind=event.type,
        about_id=event.aggregate_id,
        sequence=cause.sequence,
        unit_id=event.unit_id,
        unit_path=event.unit_path,
        recorded_at=at,
        correlation_id=cause.correlation_id,
        traceparent=None,
        facts=facts,
        messages=plan(event.type, cause.id, event.aggregate_id, event.model_dump(), {}),
        entry=draft(event.type, cause.id, at, facts),
    )
