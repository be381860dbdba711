"""Tokens of endpoints that want one with each call: asked for once, used until shortly before their end.

Source: RFC 6749, sections 2.3.1 and 4.4; RFC 6750, section 2.1.
"""

import asyncio
import base64
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote_plus, urlencode
from uuid import UUID
from weakref import WeakValueDictionary

from services.notifications.adapters.webhook.calling import Answer
from services.notifications.domain.access import TokenGrant
from services.notifications.domain.outcome import Ended, Outcome

_FORM: Final = "application/x-www-form-urlencoded"
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,8192}=*")
_USED_FOR_SECONDS: Final = 300.0
"""When its end is not told."""

_MOST_HELD: Final = 4096
_LONGEST_SECONDS: Final = 86_400.0
_AHEAD_SECONDS: Final = 60.0
_AHEAD_SHARE: Final = 0.25
"""It is followed by another a minute before its end; a short one when three quarters of its time are over."""

Ask = Callable[[str, Mapping[str, str], bytes], Awaitable[Answer]]
"""Posts to a URL, under the same guard and with the same TLS as the endpoint's."""


class NoTokenError(Exception):
    """There is no token to be had; `ended` is what that means for the call."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.reason)
        self.ended = ended


@dataclass(frozen=True, slots=True)
class _Held:
    grant: TokenGrant
    token: str
    until: float


class Tokens:
    """One for each endpoint, in memory alone. `open_sealed` opens what the vault sealed."""

    def __init__(self, open_sealed: Callable[[str], str], seconds: Callable[[], float] = time.monotonic) -> None:
        self._open, self._seconds = open_sealed, seconds
        self._held: dict[UUID, _Held] = {}
        self._asking: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def get(self, endpoint_id: UUID, grant: TokenGrant, ask: Ask) -> str:
        """The token that counts; one at most is asked for at a time.

        Raises: NoTokenError, NoVaultError, OtherKeyError.
        """
        async with self._asking.setdefault(endpoint_id, asyncio.Lock()):
            held = self._held.get(endpoint_id)
            if held is None or held.grant != grant or held.until <= self._seconds():
                held = await self._fresh(grant, ask)
                if len(self._held) >= _MOST_HELD:
                    del self._held[next(iter(self._held))]
                self._held[endpoint_id] = held
            return held.token

    def forget(self, endpoint_id: UUID) -> None:
        """It is called without one."""
        self._held.pop(endpoint_id, None)

    def refused(self, endpoint_id: UUID, token: str) -> None:
        """The endpoint does not take this one any more."""
        held = self._held.get(endpoint_id)
        if held is not None and held.token == token:
            del self._held[endpoint_id]

    async def _fresh(self, grant: TokenGrant, ask: Ask) -> _Held:
        began = self._seconds()
        pair = f"{quote_plus(grant.client_id)}:{quote_plus(self._open(grant.secret_sealed))}"
        headers = {
            "authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "content-type": _FORM,
            "accept": "application/json",
        }
        form = {"grant_type": "client_credentials", **({"scope": grant.scope} if grant.scope else {})}
        answer = await ask(grant.url, headers, urlencode(form).encode())
        if answer.ended.outcome is not Outcome.OK:
            # What exactly was answered would tell a client how strangers answer to a guess.
            why = "not given" if answer.ended.status else answer.ended.reason
            raise NoTokenError(_without(answer.ended, why))
        token, lasts = _read(answer)
        return _Held(grant, token, began + lasts - min(_AHEAD_SECONDS, lasts * _AHEAD_SHARE))


def _read(answer: Answer) -> tuple[str, float]:
    """The token, and how many seconds it lasts. Raises: NoTokenError."""
    try:
        told = json.loads(answer.body)
        kind, token = str(told["token_type"]).lower(), told["access_token"]
        lasts = float(told.get("expires_in", _USED_FOR_SECONDS))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise NoTokenError(_without(answer.ended, "unreadable")) from error
    if kind != "bearer" or not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise NoTokenError(_without(answer.ended, "unreadable"))
    return token, min(max(0.0, lasts), _LONGEST_SECONDS)


def _without(ended: Ended, why: str) -> Ended:
    """What it means for the call that there is no token. What was answered is not shown: it may hold one."""
    outcome = Outcome.BLOCKED if ended.outcome is Outcome.BLOCKED else Outcome.RETRY
    seen = None if ended.seen is None else replace(ended.seen, snippet="")
    return Ended(outcome, ms=ended.ms, reason=f"token: {why}", seen=seen)
