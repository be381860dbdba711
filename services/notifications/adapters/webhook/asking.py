"""The calls to an endpoint that somebody asked for: its proof, and a test.

Source: HTTP 1.1 Web Hooks for Event Delivery (CloudEvents), section 4; CloudEvents 1.0, JSON format; Standard Webhooks.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from services.notifications.adapters.webhook.calling import Answer
from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.signing import signed
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Ended, Outcome
from shared.kernel.clock import Clock

VERIFICATION: Final = "endpoint.verification"
TEST: Final = "endpoint.test"
MEDIA_TYPE: Final = "application/cloudevents+json; charset=utf-8"
_RATE_A_MINUTE: Final = "1200"
_OK: Final = 200
_UNREACHED: Final = frozenset({"timeout", "dns", "connect", "tls"})
_UNREACHED_FOR: Final = ("tls: ", "token: ")


class HttpCalls:
    """Asks endpoints. `origin` is the name of this house in DNS, by which receivers tell who asks."""

    def __init__(self, reach: Reach, keys: SealedKeys, *, origin: str, clock: Clock) -> None:
        self._reach, self._keys, self._origin, self._clock = reach, keys, origin, clock

    async def prove(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        """As the port says. Whoever does not know the handshake is sent the challenge."""
        asked = await self._reach.ask(endpoint, "OPTIONS", self._handshake())
        if asked.ended.outcome is Outcome.BLOCKED or _is_vain(asked.ended.reason) or self._allows(asked):
            return asked.ended
        challenge = secrets.token_urlsafe(32)
        answer = await self._post(endpoint, VERIFICATION, call_id, {"challenge": challenge})
        if answer.ended.outcome is Outcome.OK and not _echoes(answer.body, challenge):
            return replace(answer.ended, outcome=Outcome.PERMANENT, reason="challenge not echoed")
        return answer.ended

    async def test(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        """As the port says."""
        return (await self._post(endpoint, TEST, call_id, {})).ended

    def _handshake(self) -> Mapping[str, str]:
        return {"WebHook-Request-Origin": self._origin, "WebHook-Request-Rate": _RATE_A_MINUTE}

    def _allows(self, answer: Answer) -> bool:
        allowed = answer.headers.get("webhook-allowed-origin", "").strip()
        return answer.ended.status == _OK and allowed in {self._origin, "*"}

    async def _post(self, endpoint: Endpoint, kind: str, call_id: UUID, data: Mapping[str, str]) -> Answer:
        now = self._clock()
        event: dict[str, Any] = {
            "specversion": "1.0",
            "id": str(call_id),
            "source": f"//{self._origin}/notifications",
            "type": kind,
            "subject": str(endpoint.id),
            "time": now.isoformat(),
            "datacontenttype": "application/json",
            "data": data,
        }
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        signers = [self._keys.signer(key) for key in endpoint.signing(now)]
        headers = {"Content-Type": MEDIA_TYPE, **signed(str(call_id), now, body, signers)}
        return await self._reach.ask(endpoint, "POST", headers, body)


def _is_vain(reason: str) -> bool:
    """Whether a second call would end as the first."""
    return reason in _UNREACHED or reason.startswith(_UNREACHED_FOR)


def _echoes(body: bytes, challenge: str) -> bool:
    """The challenge alone, or as `{"challenge": …}`."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = body.decode(errors="replace").strip()
    echoed = told.get("challenge") if isinstance(told, dict) else told
    return isinstance(echoed, str) and hmac.compare_digest(echoed.encode(), challenge.encode())
