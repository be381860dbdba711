"""An issuer of access tokens for tests of doors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, KeySetSerialization

from shared.kernel.clock import Clock, now_utc
from shared.runtime.web.auth import IssuerKeys, Tokens

ISSUER = "http://127.0.0.1:8709"


class Issuer:
    """Signs tokens as the development issuer does; any claim or header may be changed or, with None, left out."""

    def __init__(self, clock: Clock = now_utc) -> None:
        self.clock = clock
        self.key: Key = ECKey.generate_key("P-256", parameters={"kid": "k1", "use": "sig", "alg": "ES256"})
        self.is_down = False
        self.fetched = 0

    def tokens(self, service: str, clock: Clock | None = None) -> Tokens:
        return Tokens(ISSUER, service, IssuerKeys(self.fetch), clock or self.clock)

    async def fetch(self) -> KeySetSerialization:
        self.fetched += 1
        if self.is_down:
            raise ValueError("down")
        return KeySet([self.key]).as_dict(private=False)

    def token(
        self,
        sub: Any = "TD-01",
        grants: Any = (),
        aud: object = ("nominations", "reviews", "notifications", "console"),
        *,
        key: Key | None = None,
        header: dict[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        head = {"typ": "at+jwt", "alg": "ES256", "kid": "k1", **(header or {})}
        body = {**self.claims(sub, grants, aud), **claims}
        return jwt.encode(
            {name: value for name, value in head.items() if value is not None},
            {name: value for name, value in body.items() if value is not None},
            key or self.key,
            algorithms=["ES256", "Ed25519", "EdDSA", "RS256", "ES384"],
            default_type=None,
        )

    def claims(self, sub: Any, grants: Any, aud: object) -> dict[str, object]:
        now = int(self.clock().timestamp())
        return {
            "iss": ISSUER,
            "aud": list(aud) if isinstance(aud, tuple) else aud,
            "sub": sub,
            "name": "Hồ Bích Liên",
            "iat": now,
            "exp": now + 600,
            "grants": [_grant(each) for each in grants] if isinstance(grants, list | tuple) else grants,
        }

    def bearer(self, sub: str = "TD-01", grants: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(sub, grants)}"}


def _grant(each: Any) -> Any:
    return {"role": each[0], "at": each[1]} if isinstance(each, tuple) else each


def at(instant: datetime) -> Clock:
    return lambda: instant
