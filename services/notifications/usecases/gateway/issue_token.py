"""A client asks for a token. Source: RFC 6749 (client credentials), RFC 7523 (`private_key_jwt`)."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from services.notifications.domain.client import Client, ClientKey, Scope
from services.notifications.domain.client_rate import ClientRate
from services.notifications.usecases.gateway.ports import (
    Clients,
    ClientTokens,
    Granted,
    Nonces,
    Proofs,
    TooFastError,
    TurnedAwayError,
)
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock

LIFETIME: Final = timedelta(minutes=10)
SKEW: Final = timedelta(seconds=60)
_LONGEST_ASSERTION: Final = timedelta(minutes=10)
_LONGEST_JTI: Final = 200


@dataclass(frozen=True, slots=True)
class ClientToken:
    """A token as its client gets it. It opens this gateway only: no other service knows it."""

    text: str
    lifetime: timedelta
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class IssueToken:
    """Who signs a fresh assertion with a key of the client gets a token for ten minutes.

    Whoever shows a certificate meanwhile gets one that counts with this certificate alone: `certificate` is its hash.
    A client that has proven itself is counted by its name, so nobody else uses up what it may; whoever proves nothing
    by the address, and is not looked at any more once that is used up.
    Raises: TurnedAwayError (client_invalid, replayed, scope_missing), TooFastError, UnavailableError.
    """

    clients: Clients
    tokens: ClientTokens
    nonces: Nonces
    proofs: Proofs
    secret: Secret
    clock: Clock
    audiences: Collection[str]
    rate: ClientRate
    strangers: ClientRate

    async def __call__(
        self, assertion: str, asked: Collection[str], address: str, certificate: str = ""
    ) -> ClientToken:
        now = self.clock()
        _require_none(self.strangers.would_wait(address, now))
        try:
            client, key = await self._claimed(assertion, now)
            jti, until = self._checked(self.proofs.claims(assertion, key), client.ref, now)
        except TurnedAwayError:
            self.strangers.wait(address, now)
            raise
        _require_none(self.rate.wait(client.ref, now))
        if not await self.nonces.use("jti", client.ref, jti, until):
            raise TurnedAwayError("replayed")
        scopes = frozenset(scope for scope in client.scopes if not asked or scope in asked)
        if not scopes or len(scopes) < len(set(asked)):
            raise TurnedAwayError("scope_missing")
        token = ClientToken(self.secret(), LIFETIME, scopes)
        granted = Granted(client.ref, scopes, now, certificate)
        await self.tokens.put(digest(token.text), granted, now + LIFETIME)
        return token

    async def _claimed(self, assertion: str, now: datetime) -> tuple[Client, ClientKey]:
        ref, kid = self.proofs.claimed(assertion)
        client = await self.clients.find(ref)
        key = client.key(kid, now) if client else None
        if client is None or key is None:
            raise TurnedAwayError("client_invalid")
        return client, key

    def _checked(self, claims: Mapping[str, Any], ref: str, now: datetime) -> tuple[str, datetime]:
        """The assertion's id and until when it has to be remembered."""
        audience = claims.get("aud")
        meant = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != ref or claims.get("sub") != ref or not any(one in self.audiences for one in meant):
            raise TurnedAwayError("client_invalid")
        expires = _instant(claims.get("exp"))
        begun = max(_instant(claims.get(name, 0)) for name in ("iat", "nbf"))
        if not now - SKEW < expires <= now + _LONGEST_ASSERTION + SKEW or begun > now + SKEW:
            raise TurnedAwayError("client_invalid")
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
            raise TurnedAwayError("client_invalid")
        return jti, expires + SKEW


def digest(text: str) -> str:
    """What is kept of a token: whoever reads the store cannot use it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _require_none(seconds: float) -> None:
    if seconds > 0:
        raise TooFastError(seconds)


def _instant(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TurnedAwayError("client_invalid")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise TurnedAwayError("client_invalid") from error
