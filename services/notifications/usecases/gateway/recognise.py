"""Somebody shows a token."""

import hmac
from dataclasses import dataclass, replace

from services.notifications.domain.client import Client, Scope
from services.notifications.usecases.gateway.issue_token import digest
from services.notifications.usecases.gateway.ports import Clients, ClientTokens, TurnedAwayError
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Recognise:
    """Find the client behind a token, as it stands now, with the scopes that the token was given and it still has.

    A token that was bound to a certificate counts with this certificate alone. Source: RFC 8705, section 3.
    Raises: TurnedAwayError (token_invalid, scope_missing), UnavailableError.
    """

    clients: Clients
    tokens: ClientTokens
    clock: Clock

    async def __call__(self, token: str, scope: Scope | None, certificate: str = "") -> Client:
        granted = await self.tokens.find(digest(token), self.clock())
        client = await self.clients.find(granted.client_ref) if granted else None
        if granted is None or client is None or not client.takes(granted.made_at):
            raise TurnedAwayError("token_invalid")
        if granted.bound_to and not hmac.compare_digest(granted.bound_to, certificate):
            raise TurnedAwayError("token_invalid")
        if scope is not None and scope not in granted.scopes & client.scopes:
            raise TurnedAwayError("scope_missing")
        return replace(client, scopes=granted.scopes & client.scopes)
