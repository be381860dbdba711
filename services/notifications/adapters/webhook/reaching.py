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
        access = endpoint.access
        if access is None:
            return await self._callers.to(endpoint.url, endpoint.client_ref).ask(method, endpoint.url, headers, body)
        context = self._context(endpoint.id, access)
        if access.grant is None:
            caller = self._callers.to(endpoint.url, endpoint.client_ref, context)
            return await caller.ask(method, endpoint.url, headers, body)
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._with_token(endpoint, access.grant, context, (method, headers, body))
        except TimeoutError:
            return Answer(Ended(Outcome.RETRY, reason="timeout", seen=Seen(Phase.ANSWER)))
        except NoTokenError as error:
            return Answer(error.ended)

    async def _with_token(
        self,
        endpoint: Endpoint,
        grant: TokenGrant,
        context: ssl.SSLContext | None,
        call: tuple[str, Mapping[str, str], bytes],
    ) -> Answer:
        async def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
            return await self._callers.to(url, endpoint.client_ref, context).ask("POST", url, headers, body)

        method, headers, body = call
        caller = self._callers.to(endpoint.url, endpoint.client_ref, context)
        token = await self._tokens.get(endpoint.id, grant, post)
        answer = await caller.ask(method, endpoint.url, {**headers, "authorization": f"Bearer {token}"}, body)
        if answer.ended.status != HTTPStatus.UNAUTHORIZED:
            return answer
        self._tokens.refused(endpoint.id, token)
        token = await self._tokens.get(endpoint.id, grant, post)
        return await caller.ask(method, endpoint.url, {**headers, "authorization": f"Bearer {token}"}, body)

    def _context(self, endpoint_id: UUID, access: Access) -> ssl.SSLContext | None:
        """The TLS of an endpoint, made once; what it was before is left with its connections.

        Raises: NoVaultError, OtherKeyError.
        """
        if not access.has_tls:
            return None
        known = self._contexts.get(endpoint_id)
        if known is not None and known[0] == access:
            return known[1]
        authorities, certificate = access.authorities, access.certificate
        context = tls_context(
            authorities.pem if authorities else "",
            certificate.pem if certificate else "",
            self._open(access.key_sealed) if certificate else "",
        )
        if known is not None:
            self._callers.leave(known[1])
        self._contexts[endpoint_id] = (access, context)
        return context
