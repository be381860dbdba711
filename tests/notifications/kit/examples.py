"""What docs/integration.md prints, made again by the code: invented keys, one award, one write."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from joserfc.jwk import OKPKey

from services.notifications.adapters.webhook.body import body_of
from services.notifications.adapters.webhook.signing import Ed25519Key, HmacKey
from services.notifications.domain.endpoint import KeyKind, SigningKey
from services.notifications.domain.record import Recorded
from services.notifications.domain.register import GENESIS, Draft, Entry, enter
from services.notifications.kit.client import Identity

AT = datetime(2026, 10, 13, 2, 30, tzinfo=UTC)
AWARD = UUID("7b0d5b1e-4a53-5c1d-9f7e-2f6f0c1b8a11")
EVENT = UUID("0c8a2f64-51c5-5d0e-8a2b-6a3b1f0e9d22")

WEBHOOK_KEY = Ed25519Key.read(
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
)
"""The key of the text of Standard Webhooks."""

SECRET = HmacKey.read("whsec_a2lwdGhvaS1raXQtc2VjcmV0LW5vdC1hLXNlY3JldCE=")

CLIENT_JWK: dict[str, str | list[str]] = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwUaaPcHURo",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "kid": "k1",
}
"""The key of RFC 8037, appendix A."""

CLIENT = Identity("HT-HP", OKPKey.import_key(CLIENT_JWK))
AUDIENCE = "https://kipthoi.example/integration/v1/token"


def jwk() -> dict[str, str]:
    """The webhook key as it is published."""
    return SigningKey("a1b2c3d4e5f60718", KeyKind.ED25519, "", WEBHOOK_KEY.public_text(), AT).jwk()


def body() -> bytes:
    """An event as it is sent."""
    facts = {
        "award_id": str(AWARD),
        "case_id": "5d2f8c1a-93b0-5e44-8c3a-b1f2d9e07a33",
        "unit_id": "STP-HP",
        "decision_id": "9e1a7c52-6b0f-5f4d-a1c8-3d4e5f607b44",
        "number": "147/QĐ-STP",
    }
    record = Recorded(
        id=EVENT,
        kind="award.published",
        about_id=AWARD,
        sequence=2,
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        recorded_at=AT,
        correlation_id=EVENT,
        traceparent=None,
        facts=facts,
        messages=(),
        entry=None,
    )
    return body_of(record, "kipthoi.example")


def entries() -> tuple[Entry, Entry]:
    """An award published and corrected, as the register holds it."""
    public: dict[str, Any] = {
        "award_id": str(AWARD),
        "unit_id": "STP-HP",
        "unit_path": ["UB-HP", "STP-HP"],
        "number": "147/QĐ-STP",
        "decided_on": "2026-10-12",
        "bonus_vnd": 760000,
    }
    first = enter(
        Draft(EVENT, "award.published", AT, public, {"subject_label": "Nguyễn Thị Hạnh", "subject_ref": "CB-0412"}),
        seq=1,
        epoch="m1k2",
        prev=GENESIS,
        salt="5f" * 32,
    )
    changed = {"award_id": str(AWARD), "unit_id": "STP-HP", "unit_path": ["UB-HP", "STP-HP"], "number": "147/QĐ-STP"}
    second = enter(
        Draft(UUID(int=7), "award.corrected", AT, changed | {"corrected_on": "2026-10-13"}, {}),
        seq=2,
        epoch="m1k2",
        prev=first.hash,
        salt="a0" * 32,
    )
    return first, second


def compact(value: object) -> str:
    """Letters as they are, without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
