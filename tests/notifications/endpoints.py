"""Invented endpoints with real keys."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.signing import HmacKey, Key
from services.notifications.adapters.webhook.webhooks import Webhooks
from services.notifications.domain.address import Opened, network
from services.notifications.domain.endpoint import ANNOUNCED, Endpoint, EndpointState, KeyKind, Ordering, SigningKey
from services.notifications.domain.outcome import Outcome
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, now_utc
from tests.notifications.memory import MemoryReceivers

SECRET = HmacKey(bytes(range(32)))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def endpoint_at(url: str, number: int = 1, **changes: Any) -> Endpoint:
    """An active one that hears everything in Hải Phòng."""
    key = SigningKey("k1", KeyKind.HMAC, SECRET.text(), "", LONG_AGO)
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "client_ref": f"H{number}",
        "unit_id": "THADS-HP",
        "unit_path": ("BTP", "THADS-HP"),
        "url": url,
        "kinds": tuple(sorted(ANNOUNCED)),
        "units": (),
        "ordering": Ordering.SUBJECT,
        "keys": (key,),
        "created_at": now_utc() - timedelta(days=1),
        "state": EndpointState.ACTIVE,
    }
    return Endpoint(**{**values, **changes})


def open_key(key: SigningKey) -> Key:
    """Keys of these tests are not sealed."""
    return HmacKey.read(key.sealed)


def webhooks_for(
    receivers: MemoryReceivers,
    port: int,
    clock: Clock = now_utc,
    *,
    opened_to: str = "*",
    heed: Callable[[UUID, Outcome, Cause], Awaitable[None]] | None = None,
) -> tuple[Webhooks, Callers]:
    """Webhooks that may call this machine at one port."""
    opened = [Opened(opened_to, "localhost", network(inside), port) for inside in ("127.0.0.0/8", "::1/128")]
    callers = Callers(opened, agent="kipthoi-test", clock=clock)
    return Webhooks(
        *(receivers, heed or receivers.heed, open_key, receivers.client_of, Reach(callers, str)),
        origin="kipthoi.example",
        clock=clock,
    ), callers
