"""The gateway vouches for a client to the owners: a token for a minute. Source: RFC 9068, RFC 8693 (4.1), RFC 8037."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import OKPKey

from services.notifications.domain.client import Client
from shared.kernel.actor import Role
from shared.kernel.clock import Clock

LIFETIME: Final = timedelta(seconds=60)
_SPARE: Final = timedelta(seconds=20)
_MOST: Final = 1_000


class NoGatewayKeyError(Exception):
    """This gateway has no key, so no owner believes it."""


@dataclass(frozen=True, slots=True)
class Vouching:
    """Signs with a key of its own. `seed` is 32 bytes as base64url; without one it vouches for nobody.

    `issuer` is how owners know it.
    """

    issuer: str
    seed: str
    clock: Clock
    _made: dict[tuple[str, int, str], tuple[str, float]] = field(default_factory=dict)

    def token(self, client: Client, audience: str) -> str:
        """Says to one service which client asks, and at which units. Raises: NoGatewayKeyError."""
        now = self.clock()
        asked = (client.ref, client.version, audience)
        text, ends = self._made.get(asked, ("", 0.0))
        if now.timestamp() < ends:
            return text
        key = self._key()
        claims = {
            "iss": self.issuer,
            "sub": client.ref,
            "act": {"sub": "gateway"},
            "aud": audience,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": uuid4().hex,
            "grants": [{"role": Role.INTEGRATOR.value, "at": unit} for unit in sorted(client.units)],
        }
        text = jwt.encode({"alg": "Ed25519", "typ": "at+jwt", "kid": key.kid}, claims, key, algorithms=["Ed25519"])
        if len(self._made) >= _MOST:
            self._made.clear()
        self._made[asked] = (text, (now + LIFETIME - _SPARE).timestamp())
        return text

    def public_keys(self) -> list[dict[str, str]]:
        """The key that owners check with; none without one."""
        if not self.seed:
            return []
        members = {name: str(value) for name, value in self._key().as_dict(private=False).items()}
        return [members | {"alg": "Ed25519", "use": "sig"}]

    def _key(self) -> OKPKey:
        if not self.seed:
            raise NoGatewayKeyError
        key = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(self.seed)))
        key.ensure_kid()
        return key
