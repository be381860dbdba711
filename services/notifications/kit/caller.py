"""Plays the house: publishes its keys, and calls a receiver with them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
from aiohttp import web
from pydantic import ValidationError

from services.notifications.adapters.webhook.asking import HttpCalls
from services.notifications.adapters.webhook.body import CONTENT_TYPE
from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.adapters.webhook.reaching import Reach
from services.notifications.adapters.webhook.signing import Ed25519Key, HmacKey, Key, signed
from services.notifications.domain.address import ANY_CLIENT, Opened, network
from services.notifications.domain.endpoint import Endpoint, KeyKind, Ordering, SigningKey
from services.notifications.domain.outcome import Ended
from services.notifications.kit.letters import ORIGIN, Letter
from services.notifications.kit.lines import FailedError
from services.notifications.kit.report import Report
from services.notifications.kit.stage import Stage
from shared.kernel.clock import Clock, now_utc
from shared.runtime.vault import Vault, new_key

KEYS_PATH: Final = "/.well-known/kipthoi-webhook-keys/kit.json"
_AGENT: Final = "kipthoi-kit/1"
_SECONDS: Final = aiohttp.ClientTimeout(total=15)
_MOST_BYTES: Final = 64 * 1024 * 1024
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


class NoReportError(FailedError):
    """The receiver does not tell what it holds, or not in the form of the sandbox report."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Made for one run: the key that signs, the next one, one that is never published, and the shared secret."""

    secret: HmacKey
    current: Ed25519Key = field(default_factory=Ed25519Key.fresh)
    following: Ed25519Key = field(default_factory=Ed25519Key.fresh)
    foreign: Ed25519Key = field(default_factory=Ed25519Key.fresh)

    def published(self) -> dict[str, list[dict[str, str]]]:
        """The key set, with the next key beside the one that signs."""
        kept = {"now": self.current, "next": self.following}
        keys = [SigningKey(kid, KeyKind.ED25519, "", key.public_text(), _LONG_AGO).jwk() for kid, key in kept.items()]
        return {"keys": keys}


class HouseCaller:
    """Calls one receiver as the house does: the same body, signature, handshake, and limits of a call."""

    def __init__(self, url: str, keys: Keys, callers: Callers, clock: Clock = now_utc) -> None:
        self.url, self.keys, self._callers, self._clock = url, keys, callers, clock

    def now(self) -> datetime:
        """The instant at which a call is signed."""
        return self._clock()

    async def prove(self) -> Ended:
        """The handshake, or the challenge, as before the first call of an endpoint."""
        sealed = SealedKeys(Vault(new_key()))
        key = SigningKey("now", KeyKind.ED25519, sealed.seal(self.keys.current.text()), "", _LONG_AGO)
        endpoint = Endpoint(
            id=uuid4(),
            client_ref="kit",
            unit_id="",
            unit_path=(),
            url=self.url,
            kinds=(),
            units=(),
            ordering=Ordering.SUBJECT,
            keys=(key,),
            created_at=self.now(),
        )
        reach = Reach(self._callers, sealed.open)
        return await HttpCalls(reach, sealed, origin=ORIGIN, clock=self._clock).prove(endpoint, uuid4())

    async def send(self, letter: Letter, *keys: Key, later: timedelta = timedelta(0)) -> Ended:
        """Sign and post; without keys the current one signs. `later` moves the time that is signed."""
        headers = signed(str(letter.id), self.now() + later, letter.body, keys or [self.keys.current])
        return await self.post(letter.body, headers)

    async def post(self, body: bytes, headers: Mapping[str, str], url: str = "") -> Ended:
        """Post with headers as they are."""
        where = url or self.url
        return await self._callers.to(where, ANY_CLIENT).post(where, {"content-type": CONTENT_TYPE, **headers}, body)

    async def report(self) -> Report:
        """What the receiver says that it holds. Raises: NoReportError."""
        try:
            async with aiohttp.ClientSession(timeout=_SECONDS) as session, session.get(self.url) as response:
                return Report.model_validate_json(await response.read())
        except (aiohttp.ClientError, TimeoutError, ValidationError) as error:
            raise NoReportError(type(error).__name__) from error


@asynccontextmanager
async def calling(
    url: str, keys: Keys, publish_at: tuple[str, int], stage: Stage | None = None
) -> AsyncIterator[HouseCaller]:
    """Calls to this URL, wherever it is: who plays the kit against a system names it. The keys are published meanwhile.

    A `stage` stands beside them.

    Raises: OSError when the address is taken.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    opened = [Opened(ANY_CLIENT, parts.hostname or "", network(every), port) for every in ("0.0.0.0/0", "::/0")]
    callers = Callers(opened, agent=_AGENT)
    app = _publishing(keys)
    if stage is not None:
        stage.url = f"http://{publish_at[0]}:{publish_at[1]}"
        stage.add_to(app)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, *publish_at).start()
        yield HouseCaller(url, keys, callers)
    finally:
        await callers.stop()
        await runner.cleanup()


def _publishing(keys: Keys) -> web.Application:
    async def tell(_: web.Request) -> web.Response:
        return web.json_response(keys.published())

    app = web.Application(client_max_size=_MOST_BYTES)
    app.router.add_get(KEYS_PATH, tell)
    return app
