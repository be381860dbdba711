"""Requests as the system of a client makes them: it proves itself with its key and signs what it sends.

Source: RFC 7523 (`private_key_jwt`), RFC 9421 (HTTP message signatures), RFC 9530 (digest fields).
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import OKPKey

from deploy.standalone.addresses import Addresses

KID: Final = "k1"
_ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_UNPROVEN: Final = 401


class NotLetInError(Exception):
    """The gateway gave no token; `reply` says why."""

    def __init__(self, reply: httpx.Response) -> None:
        self.reply = reply
        super().__init__(reply.text)


@dataclass(frozen=True, slots=True)
class Systems:
    """The systems of clients in a story. Each has a key that follows from its name: good for samples only."""

    client: httpx.AsyncClient
    addresses: Addresses
    _tokens: dict[str, str] = field(default_factory=dict)

    async def send(self, ref: str, request: httpx.Request) -> httpx.Response:
        """Send a request as a system. Raises: NotLetInError, httpx.TransportError."""
        request.headers["Authorization"] = f"Bearer {await self._token(ref)}"
        if request.method != "GET":
            request.headers.update(_signature(ref, request))
        reply = await self.client.send(request)
        if reply.status_code == _UNPROVEN:
            self._tokens.pop(ref, None)
        return reply

    async def _token(self, ref: str) -> str:
        if ref not in self._tokens:
            where = f"{self.addresses.notifications}/integration/v1/token"
            reply = await self.client.post(where, data=_asking(ref, where))
            if reply.is_error:
                raise NotLetInError(reply)
            self._tokens[ref] = str(reply.json()["access_token"])
        return self._tokens[ref]


def public_jwk(ref: str) -> dict[str, str]:
    """The public half of a system's key, as `record_client` takes it."""
    raw = _key(ref).public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(raw).decode().rstrip("=")}


def _key(ref: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"sample system {ref}".encode()).digest())


def _asking(ref: str, where: str) -> Mapping[str, Any]:
    now = int(time.time())
    claims = {"iss": ref, "sub": ref, "aud": where, "iat": now, "exp": now + 60, "jti": secrets.token_hex(16)}
    members: dict[str, str | list[str]] = {**public_jwk(ref), "d": _private(ref)}
    key = OKPKey.import_key(members)
    assertion = jwt.encode({"alg": "Ed25519", "kid": KID}, claims, key, algorithms=["Ed25519"])
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION_TYPE,
        "client_assertion": assertion,
    }


def _private(ref: str) -> str:
    return base64.urlsafe_b64encode(_key(ref).private_bytes_raw()).decode().rstrip("=")


def _signature(ref: str, request: httpx.Request) -> Mapping[str, str]:
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(request.content).digest()).decode()}:"
    lines = {
        "@method": request.method,
        "@path": request.url.raw_path.decode().partition("?")[0],
        "@query": f"?{request.url.query.decode()}",
        "content-digest": digest,
        "idempotency-key": request.headers["idempotency-key"],
    }
    covered = " ".join(f'"{name}"' for name in lines)
    params = f'({covered});created={int(time.time())};keyid="{KID}";nonce="{secrets.token_hex(16)}"'
    base = "\n".join([*(f'"{name}": {line}' for name, line in lines.items()), f'"@signature-params": {params}'])
    signed = base64.b64encode(_key(ref).sign(base.encode())).decode()
    return {"Content-Digest": digest, "Signature-Input": f"sig={params}", "Signature": f"sig=:{signed}:"}
