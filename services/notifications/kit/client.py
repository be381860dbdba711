"""A client of the gateway, as a system outside writes it. Source: docs/integration.md, "A token", "Write"."""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode, urlsplit

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.notifications.kit.lines import FailedError
from shared.kernel.clock import Clock, now_utc

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS: Final = 60
_SECONDS: Final = aiohttp.ClientTimeout(total=60)
_OK: Final = 200
_TOO_FAST: Final = 429
_TRIES: Final = 5
_LONGEST_PAUSE_SECONDS: Final = 60.0


class GatewayError(FailedError):
    """The gateway did not answer as a line asks for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the gateway."""

    status: int
    headers: Mapping[str, str]
    document: Any

    @property
    def code(self) -> str:
        """What is wrong, in the gateway's word; empty when nothing is."""
        return str(self.document.get("code", "")) if isinstance(self.document, dict) else ""

    def __str__(self) -> str:
        """Status and code, for a person."""
        return f"answered {self.status} {self.code}".strip()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a client is: its name and its private Ed25519 key, a JSON Web Key with `d` and `kid`."""

    ref: str
    key: OKPKey

    @classmethod
    def read(cls, ref: str, path: Path) -> "Identity":
        """From a file. Raises: ValueError, OSError."""
        jwk = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(jwk, dict) or jwk.get("crv") != "Ed25519" or not jwk.get("d") or not jwk.get("kid"):
            raise ValueError("a private key is a JSON Web Key with kty OKP, crv Ed25519, x, d and kid")
        try:
            return cls(ref, OKPKey.import_key(jwk))
        except JoseError as error:
            raise ValueError(f"not a key: {error}") from error

    def assertion(self, audience: str, now: int) -> str:
        """What proves the client to the token route: signed, for a minute, for once."""
        claims = {"iss": self.ref, "sub": self.ref, "aud": audience, "iat": now, "exp": now + _ASSERTION_SECONDS}
        header = {"alg": "Ed25519", "kid": self._kid}
        return jwt.encode(header, {**claims, "jti": secrets.token_hex(16)}, self.key, algorithms=["Ed25519"])

    def signed(self, method: str, target: str, body: bytes, *, key: str, created: int, nonce: str) -> dict[str, str]:
        """The headers that prove a write under an idempotency key. Source: RFC 9421, RFC 9530."""
        parts = urlsplit(target)
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        covered = {"@method": method, "@path": parts.path, "@query": f"?{parts.query}", "content-digest": digest}
        covered["idempotency-key"] = key
        names = " ".join(f'"{name}"' for name in covered)
        params = f'({names});created={created};keyid="{self._kid}";nonce="{nonce}"'
        base = signature_base(covered, params)
        signature = base64.b64encode(self._private.sign(base.encode())).decode()
        proof = {"Signature-Input": f"sig={params}", "Signature": f"sig=:{signature}:"}
        return {"Idempotency-Key": key, "Content-Digest": digest, **proof}

    @property
    def _kid(self) -> str:
        return str(self.key.kid)

    @property
    def _private(self) -> Ed25519PrivateKey:
        private = self.key.private_key
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("an Ed25519 key")
        return private


class GatewayClient:
    """Asks one gateway. `url` is its beginning, such as `https://host`; `log_in` gets a token with its `scopes`."""

    def __init__(self, url: str, identity: Identity, *, audience: str = "", clock: Clock = now_utc) -> None:
        self._url, self._identity, self._clock = url.rstrip("/"), identity, clock
        self._audience = audience or f"{self._url}/integration/v1/token"
        self._session = aiohttp.ClientSession(timeout=_SECONDS)
        self._token = ""
        self.scopes: Collection[str] = ()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def log_in(self, assertion: str = "") -> Reply:
        """Get a token for all that follows; a fresh assertion unless one is given. Raises: GatewayError."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
        }
        reply = await self._ask("POST", "/integration/v1/token", {}, urlencode(form).encode(), form=True)
        if reply.status == _OK:
            self._token = str(reply.document["access_token"])
            self.scopes = str(reply.document["scope"]).split()
        return reply

    def assertion(self) -> str:
        """A fresh one."""
        return self._identity.assertion(self._audience, int(self._clock().timestamp()))

    async def get(self, path: str, **query: object) -> Reply:
        """Read something. Raises: GatewayError."""
        target = f"{path}?{urlencode(query)}" if query else path
        return await self._ask("GET", target, {"Authorization": f"Bearer {self._token}"})

    async def post(
        self,
        target: str,
        document: object,
        key: str,
        *,
        nonce: str = "",
        ago_seconds: int = 0,
        signed_body: object = None,
    ) -> Reply:
        """Write something, signed anew, under an idempotency key. Raises: GatewayError.

        A `nonce` of one's own, a time that is so many seconds `ago` and another `signed_body` make it wrong.
        """
        body = json.dumps(document, ensure_ascii=False).encode()
        signed = body if signed_body is None else json.dumps(signed_body).encode()
        created = int(self._clock().timestamp()) - ago_seconds
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            **self._identity.signed(
                "POST", target, signed, key=key, created=created, nonce=nonce or secrets.token_hex(16)
            ),
        }
        return await self._ask("POST", target, headers, body)

    async def _ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", *, form: bool = False
    ) -> Reply:
        """Ask, and again after the time that whoever asks too fast is told; nothing was looked at before."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers} if form else headers
        for _ in range(_TRIES):
            reply = await self._asked(method, target, sent, body)
            if reply.status != _TOO_FAST:
                break
            await asyncio.sleep(min(float(reply.headers.get("Retry-After", "1")), _LONGEST_PAUSE_SECONDS))
        return reply

    async def _asked(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        try:
            async with self._session.request(
                method, self._url + target, headers=headers, data=body or None, allow_redirects=False
            ) as response:
                text = await response.read()
                return Reply(response.status, response.headers, json.loads(text) if text else None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise GatewayError(f"no answer: {type(error).__name__}") from error


def signature_base(covered: Mapping[str, str], params: str) -> str:
    """The text that is signed: a line for each component, then the parameters."""
    lines = [f'"{name}": {value}' for name, value in covered.items()]
    return "\n".join([*lines, f'"@signature-params": {params}'])
