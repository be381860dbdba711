"""What the development issuer signs: keys kept between runs, codes used once, access and identity tokens."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from deploy.standalone.people import Person
from deploy.standalone.secret_file import kept_secret
from shared.kernel.clock import Clock

TOKEN_SECONDS: Final = 8 * 3600
_CODE_SECONDS: Final = 60
_MOST_CODES: Final = 1000


def kept_key(directory: Path) -> ECKey:
    """The signing key of this checkout, made on first use. It signs for sample people only."""
    return ECKey.import_key(json.loads(kept_secret(directory / "key.json", _new_key)))


def _new_key() -> str:
    key = ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"})
    key.ensure_kid()
    return json.dumps(key.as_dict(private=True))


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for at /authorize, kept until its code is redeemed."""

    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    person: Person
    until: float


@dataclass(slots=True)
class Issuing:
    """Signs tokens for the people of one world."""

    issuer: str
    audience: Sequence[str]
    key: ECKey
    clock: Clock
    _codes: dict[str, Request] = field(default_factory=dict)

    def public_keys(self) -> dict[str, Any]:
        """The JSON Web Key Set that services check signatures with."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def code_for(self, person: Person, *, client_id: str, redirect_uri: str, challenge: str, nonce: str | None) -> str:
        """A code that the client exchanges within a minute, once."""
        until = self.clock().timestamp() + _CODE_SECONDS
        code = secrets.token_urlsafe(24)
        self._codes[code] = Request(client_id, redirect_uri, challenge, nonce, person, until)
        while len(self._codes) > _MOST_CODES:
            del self._codes[next(iter(self._codes))]
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> dict[str, Any] | None:
        """The tokens for a code; None when anything about it is not as it was asked. A code is spent by any try."""
        asked = self._codes.pop(code, None)
        if asked is None or asked.until < self.clock().timestamp():
            return None
        if (asked.client_id, asked.redirect_uri) != (client_id, redirect_uri):
            return None
        if not hmac.compare_digest(challenge_of(verifier), asked.challenge):
            return None
        return {**self.access(asked.person, client_id), "id_token": self._identity(asked)}

    def access(self, person: Person, client_id: str = "dev") -> dict[str, Any]:
        """An access token for all services, in the form of a token answer (RFC 6749, section 5.1)."""
        claims = {
            **self._claims(person),
            "aud": list(self.audience),
            "client_id": client_id,
            "jti": secrets.token_urlsafe(12),
            "grants": [{"role": grant.role.value, "at": grant.at} for grant in person.grants],
        }
        return {"access_token": self._sign("at+jwt", claims), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}

    def _identity(self, asked: Request) -> str:
        nonce = {"nonce": asked.nonce} if asked.nonce else {}
        return self._sign("JWT", {**self._claims(asked.person), "aud": asked.client_id, **nonce})

    def _claims(self, person: Person) -> dict[str, Any]:
        now = int(self.clock().timestamp())
        return {"iss": self.issuer, "sub": person.ref, "name": person.name, "iat": now, "exp": now + TOKEN_SECONDS}

    def _sign(self, kind: str, claims: dict[str, Any]) -> str:
        return jwt.encode({"typ": kind, "alg": "ES256", "kid": self.key.kid}, claims, self.key)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier. Source: RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
