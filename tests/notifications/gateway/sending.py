"""What tests send as a province's system: an invented item, and a batch of them."""

from typing import Any

from tests.notifications.gateway.outside import Gate, System

BATCH, JOBS, RESULTS = "/integration/v1/nominations:batch", "/integration/v1/jobs", "/integration/v1/results"
LINES = {"Content-Type": "application/x-ndjson"}


def item(name: str = "HP-1", person: str = "CB-0412", **changed: Any) -> dict[str, Any]:
    deed = {"title": "Việc", "story": "Chuyện", "field": "ho_tich", "occurred_from": "2026-10-01"}
    whole = {
        "external_id": name,
        "unit": {"scheme": "unit_id", "value": "P-THADS-5"},
        "person": {"external_id": "7", "name": "Lê Thị Mận", "official_number": person},
        "deed": {**deed, "occurred_to": "2026-10-02", "known_on": "2026-10-03"},
        "award_kind": "GIAY_KHEN_SO",
        "citation": "Làm tốt",
        "report": "Báo cáo",
    }
    return {**whole, **changed}


async def send(house: Gate, system: System, *items: Any, **changed: Any) -> dict[str, Any]:
    reply = await house.post(system, {"items": list(items)}, BATCH, **changed)
    assert reply.status_code in (200, 202), reply.text
    found: dict[str, Any] = reply.json()
    return found


def outcomes(told: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in told["items"]]
