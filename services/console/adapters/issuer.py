"""The issuer: OpenID Connect with code and PKCE. Source: RFC 6749, RFC 7636, OpenID Connect Core 1.0."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import extract_compact

from services.console.usecases.signing_in import Asking, SignInRefusedError
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError
from shared.runtime.web.auth import ALGORITHMS, SKEW_SECONDS, TokenError, Tokens

_TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class OidcIssuer:
    """Sends browsers to the issuer and redeems what they bring back."""

    issuer: str
    client_id: str
    redirect_uri: str
    tokens: Tokens
    clock: Clock
    transport: httpx.AsyncBaseTransport | None = None

    async def address(self, asking: Asking) -> str:
        """As the port says."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile",
            "state": asking.state,
            "nonce": asking.nonce,
            "code_challenge": _challenge(asking.verifier),
            "code_challenge_method": "S256",
        }
        return f"{(await self._configuration())['authorization_endpoint']}?{urlencode(query)}"

    async def redeem(self, asking: Asking, code: str) -> tuple[Actor, str, str, datetime]:
        """As the port says."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "code_verifier": asking.verifier,
        }
        answer = await self._json("POST", (await self._configuration())["token_endpoint"], data=form)
        try:
            identity = await self._identity(str(answer["id_token"]), asking.nonce)
            token = str(answer["access_token"])
            actor = await self.tokens.actor(token)
            lasts = timedelta(seconds=int(answer["expires_in"]))
        except (KeyError, ValueError, TypeError, JoseError, TokenError) as error:
            raise SignInRefusedError(type(error).__name__) from error
        if identity.get("sub") != actor.ref:
            raise SignInRefusedError("two subjects")
        return actor, str(identity.get("name") or actor.ref), token, self.clock() + lasts

    async def _identity(self, token: str, nonce: str) -> Mapping[str, object]:
        """The claims of the identity token, once signature, issuer, audience, nonce and time hold."""
        key_id = extract_compact(token.encode()).headers().get("kid")
        key = await self.tokens.keys.key(key_id) if isinstance(key_id, str) else None
        if key is None:
            raise SignInRefusedError("unknown key")
        claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
        audience = claims.get("aud")
        meant = [audience] if isinstance(audience, str) else audience
        is_ours = claims.get("iss") == self.issuer and isinstance(meant, list) and self.client_id in meant
        is_fresh = float(claims.get("exp", 0)) > self.clock().timestamp() - SKEW_SECONDS
        if not is_ours or not is_fresh or claims.get("nonce") != nonce:
            raise SignInRefusedError("identity token")
        return claims

    async def _configuration(self) -> Mapping[str, str]:
        return await self._json("GET", f"{self.issuer}/.well-known/openid-configuration")

    async def _json(self, method: str, address: str, **request: Any) -> Mapping[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, transport=self.transport, trust_env=False) as client:
                reply = await client.request(method, address, **request)
        except httpx.HTTPError as error:
            raise UnavailableError("the issuer does not answer") from error
        if reply.is_server_error:
            raise UnavailableError(f"the issuer answers {reply.status_code}")
        try:
            answer = reply.json()
        except ValueError:
            answer = None
        if reply.is_error or not isinstance(answer, dict):
            raise SignInRefusedError(f"the issuer answers {reply.status_code}")
        return answer


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
