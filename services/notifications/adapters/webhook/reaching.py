"""Calls endpoints as each wants to be called: with the TLS and the token that it was agreed on."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from uuid import UUID

from services.notifications.adapters.webhook.callers import Callers
from services.notifications.adapters.webhook.calling import Answer
from services.notifications.adapters.webhook.tls import tls_context
from services.notifications.adapters.webhook.tokens import NoTokenError, Tokens
from services.notifications.domain.access import Access, TokenGrant
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Ended, Outcome, Phase, Seen

_SECONDS: Final = 15.0
"""A token and the call with it together, as long as any other call."""


_MOST_KNOWN: Final = 4096


class _LeftError(Exception):
    """What the endpoint is known by has changed meanwhile."""


class Reach:
    """Who calls an endpoint asks here. `open_sealed` opens what the vault sealed."""

    def __init__(self, callers: Callers, open_sealed: Callable[[str], str]) -> None:
        self._callers, self._open = callers, open_sealed
        self._tokens = Tokens(open_sealed)
        self._contexts: dict[UUID, tuple[Access, ssl.SSLContext]] = {}

    async def ask(self, endpoint: Endpoint, method: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Call it once, or once more when it does not take our token any more.

        Raises: NoVaultError, OtherKeyError. What the other side does is an outcome.
        """
        access = endpoint.access or Access()
        context = self._context(endpoint.id, access)
        if access.grant is None:
            self._tokens.forget(endpoint.id)
            caller = self._callers.to(endpoint.url, endpoint.client_ref, context)
            return await caller.ask(method, endpoint.url, headers, body)
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._with_token(endpoint, access.grant, context, (method, headers, body))
        except TimeoutError:
            return Answer(Ended(Outcome.RETRY, reason="timeout", seen=Seen(Phase.ANSWER)))
        except NoTokenError as error:
            return Answer(error.ended)
        except _LeftError:
            return Answer(Ended(Outcome.RETRY, reason="connect", seen=Seen(Phase.CONNECT)))

    def forget(self, endpoint_id: UUID) -> None:
        """Nothing goes there any more: what it was reached with is left."""
        self._tokens.forget(endpoint_id)
        known = self._contexts.pop(endpoint_id, None)
        if known is not None:
            self._callers.leave(known[1])

    async def _with_token(
        self,
        endpoint: Endpoint,
        grant: TokenGrant,
        context: ssl.SSLContext | None,
        call: tuple[str, Mapping[str, str], bytes],
    ) -> Answer:
        method, headers, body = call

        async def ask(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
            """By the pool as it is now: while a token was waited for it may have been left."""
            if context is not None and not self._is_known(endpoint.id, context):
                raise _LeftError
            return await self._callers.to(url, endpoint.client_ref, context).ask(method, url, headers, body)

        async def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
            return await ask("POST", url, headers, body)

        token = await self._tokens.get(endpoint.id, grant, post)
        answer = await ask(method, endpoint.url, {**headers, "authorization": f"Bearer {token}"}, body)
        if answer.ended.status != HTTPStatus.UNAUTHORIZED:
            return answer
        self._tokens.refused(endpoint.id, token)
        token = await self._tokens.get(endpoint.id, grant, post)
        return await ask(method, endpoint.url, {**headers, "authorization": f"Bearer {token}"}, body)

    def _is_known(self, endpoint_id: UUID, context: ssl.SSLContext) -> bool:
        known = self._contexts.get(endpoint_id)
        return known is not None and known[1] is context

    def _context(self, endpoint_id: UUID, access: Access) -> ssl.SSLContext | None:
        """The TLS of an endpoint, made once; what it was before is left with its connections.

        Raises: NoVaultError, OtherKeyError.
        """
        known = self._contexts.get(endpoint_id)
        if known is not None and known[0] == access:
            return known[1]
        if known is not None:
            del self._contexts[endpoint_id]
            self._callers.leave(known[1])
        if not access.has_tls:
            return None
        authorities, certificate = access.authorities, access.certificate
        context = tls_context(
            authorities.pem if authorities else "",
            certificate.pem if certificate else "",
            self._open(access.key_sealed) if certificate else "",
        )
        if len(self._contexts) >= _MOST_KNOWN:
            self.forget(next(iter(self._contexts)))
        self._contexts[endpoint_id] = (access, context)
        return context
