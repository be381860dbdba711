"""Access tokens: who asks, proved by the issuer's signature. Source: RFC 9068 (JWT profile for access tokens)."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, KeySetSerialization
from joserfc.jws import extract_compact

from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError

ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA", "RS256")
"""`EdDSA` is the older name of `Ed25519` (RFC 9864)."""

SKEW_SECONDS: Final = 60
_TYPES: Final = frozenset({"at+jwt", "application/at+jwt"})
_LONGEST_TOKEN: Final = 16_384
"""Holds the token by which the gateway vouches for a client with 100 units of the longest names."""

_LONGEST_SUBJECT: Final = 200
_MOST_GRANTS: Final = 200
_LAST_INSTANT: Final = 1e11
_FRESH_SECONDS: Final = 600
_STALE_SECONDS: Final = 86_400
_RETRY_SECONDS: Final = 10
_MOST_PROVED: Final = 2_000

StandIn = Callable[[Actor], Awaitable[Actor]]
"""Completes an actor by the places of others that its roles reach today."""

FetchKeys = Callable[[], Awaitable[KeySetSerialization]]


class TokenError(Exception):
    """The token proves nobody. `reason` is token_missing, token_expired, token_invalid or wrong_audience."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def over_http(url: str, *, timeout_seconds: float = 3.0) -> FetchKeys:
    """Fetch the issuer's keys from their address."""

    async def fetch() -> KeySetSerialization:
        async with httpx.AsyncClient(timeout=timeout_seconds, trust_env=False) as client:
            reply = await client.get(url)
            reply.raise_for_status()
            return cast(KeySetSerialization, reply.json())

    return fetch


@dataclass(slots=True)
class IssuerKeys:
    """The issuer's public keys: fetched again after ten minutes, kept for a day while the issuer is down.

    A key id not seen before leads to one early fetch, so that a rotation is noticed at once; `_RETRY_SECONDS` apart,
    so that invented key ids cannot flood the issuer.
    """

    fetch: FetchKeys
    seconds: Callable[[], float] = field(default=lambda: asyncio.get_running_loop().time())
    _keys: Mapping[str, Key] = field(default_factory=dict)
    _fetched_at: float | None = None
    _tried_at: float | None = None
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, key_id: str) -> Key | None:
        """The public key with this id, None when the issuer has none. Raises: UnavailableError without any keys."""
        if self._is_due(key_id):
            async with self._one:
                if self._is_due(key_id):
                    await self._refresh()
        if self._fetched_at is None or self.seconds() - self._fetched_at > _STALE_SECONDS:
            raise UnavailableError("the issuer's keys are not known")
        return self._keys.get(key_id)

    def _is_due(self, key_id: str) -> bool:
        now = self.seconds()
        if self._tried_at is not None and now - self._tried_at < _RETRY_SECONDS:
            return False
        return self._fetched_at is None or key_id not in self._keys or now - self._fetched_at > _FRESH_SECONDS

    async def _refresh(self) -> None:
        self._tried_at = self.seconds()
        try:
            keys = KeySet.import_key_set(await self.fetch())
            self._keys = {key.kid: key for key in keys.keys if key.kid and key.key_type != "oct"}
            self._fetched_at = self.seconds()
        except (httpx.HTTPError, JoseError, ValueError, TypeError, KeyError, AttributeError):
            return


@dataclass(frozen=True, slots=True)
class _Proved:
    key_id: str
    key: Key
    claims: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Reads access tokens that one issuer made for one service.

    `also` is one more issuer: a service that asks in the name of others. It can vouch for `roles` alone, and says in
    `act` that it asks itself (RFC 8693, 4.1).
    `stand_in` adds what a token cannot know. A signature is checked once for each fetch of the issuer's keys, since
    that costs more than the rest of a request's way in; times and parties are checked every time.
    """

    issuer: str
    audience: str
    keys: IssuerKeys
    clock: Clock
    stand_in: StandIn | None = None
    roles: Collection[Role] = frozenset(Role)
    also: "Tokens | None" = None
    _proved: dict[str, _Proved] = field(default_factory=dict)

    async def actor(self, token: str) -> Actor:
        """The person or program that the token names, with all its places. Raises: TokenError, UnavailableError."""
        if self.also is not None and token not in self._proved and _claimed_issuer(token) == self.also.issuer:
            return await self.also.actor_for_another(token)
        claims = await self._verified(token)
        self._check_time(claims)
        self._check_parties(claims)
        return await self._complete(claims)

    async def actor_for_another(self, token: str) -> Actor:
        """Whom a service asks for. Raises: TokenError, UnavailableError."""
        claims = await self._verified(token)
        self._check_time(claims)
        self._check_parties(claims)
        act = claims.get("act")
        if not isinstance(act, dict) or not isinstance(act.get("sub"), str):
            raise TokenError("token_invalid")
        return await self._complete(claims)

    async def _complete(self, claims: Mapping[str, object]) -> Actor:
        grants = tuple(grant for grant in _grants(claims) if grant.role in self.roles)
        actor = Actor(ref=_subject(claims), grants=grants)
        return actor if self.stand_in is None else await self.stand_in(actor)

    async def _verified(self, token: str) -> Mapping[str, object]:
        """The claims, once the signature holds. What the header says about keys is never trusted, only its key id."""
        known = self._proved.get(token)
        if known is not None and await self.keys.key(known.key_id) is known.key:
            return known.claims
        if len(token) > _LONGEST_TOKEN or not token.isascii():
            raise TokenError("token_invalid")
        try:
            header = extract_compact(token.encode()).headers()
            if str(header.get("typ", "")).lower() not in _TYPES or header.get("alg") not in ALGORITHMS:
                raise TokenError("token_invalid")
            key_id = header.get("kid")
            if not isinstance(key_id, str) or (key := await self.keys.key(key_id)) is None:
                raise TokenError("token_invalid")
            claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TokenError("token_invalid") from error
        self._remember(token, _Proved(key_id, key, claims))
        return claims

    def _remember(self, token: str, proved: _Proved) -> None:
        if len(self._proved) >= _MOST_PROVED:
            del self._proved[next(iter(self._proved))]
        self._proved[token] = proved

    def _check_time(self, claims: Mapping[str, object]) -> None:
        now = self.clock().timestamp()
        if _instant(claims, "exp", needed=True) <= now - SKEW_SECONDS:
            raise TokenError("token_expired")
        for name in ("nbf", "iat"):
            if _instant(claims, name, needed=False) > now + SKEW_SECONDS:
                raise TokenError("token_invalid")

    def _check_parties(self, claims: Mapping[str, object]) -> None:
        if claims.get("iss") != self.issuer:
            raise TokenError("token_invalid")
        audience = claims.get("aud")
        meant = [audience] if isinstance(audience, str) else audience
        if not isinstance(meant, list) or self.audience not in meant:
            raise TokenError("wrong_audience")


def _claimed_issuer(token: str) -> object:
    """Who a token says that it is from; nothing is proven yet."""
    if len(token) > _LONGEST_TOKEN or not token.isascii():
        return None
    try:
        claims = json.loads(extract_compact(token.encode()).payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return claims.get("iss") if isinstance(claims, dict) else None


def _instant(claims: Mapping[str, object], name: str, *, needed: bool) -> float:
    value = claims.get(name)
    if value is None and not needed:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LAST_INSTANT:
        raise TokenError("token_invalid")
    return float(value)


def _subject(claims: Mapping[str, object]) -> str:
    """The person's id. `sys:` names services acting by themselves; no token may claim it."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise TokenError("token_invalid")
    if subject.strip() != subject or subject.lower().startswith("sys:"):
        raise TokenError("token_invalid")
    return subject


def _grants(claims: Mapping[str, object]) -> tuple[Grant, ...]:
    """The roles held. A role of a newer issuer that is not known here gives nothing."""
    grants = claims.get("grants", [])
    if not isinstance(grants, list) or len(grants) > _MOST_GRANTS:
        raise TokenError("token_invalid")
    found = (_grant(grant) for grant in grants)
    return tuple(grant for grant in found if grant is not None)


_ROLES: Final[Collection[str]] = frozenset(Role)


def _grant(grant: object) -> Grant | None:
    role, at = (grant.get("role"), grant.get("at")) if isinstance(grant, dict) else (None, None)
    if not isinstance(role, str) or not isinstance(at, str) or not at:
        raise TokenError("token_invalid")
    return Grant(Role(role), at) if role in _ROLES else None
