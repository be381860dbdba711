"""Sign-in with an OpenID Connect issuer: authorization code with PKCE. Source: OpenID Connect Core, RFC 7636."""

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from services.console.usecases.ports import Asking, OwnerDownError, SignIn, SignIns
from shared.kernel.clock import now_utc
from shared.runtime.web.auth import TokenError, Tokens

CLIENT: Final = "console"
_ASKING: Final = timedelta(minutes=10)
_TIMEOUT_SECONDS: Final = 5.0


class SignInFailedError(Exception):
    """The issuer's answer is not what was asked for; the person begins anew."""


class IssuerSignIn:
    """Sends people to the issuer and takes its answer. Sessions live by the machine's clock, as tokens do."""

    def __init__(self, issuer: str, callback: str, tokens: Tokens, sign_ins: SignIns) -> None:
        self._issuer = issuer.rstrip("/")
        self._callback = callback
        self._tokens = tokens
        self._sign_ins = sign_ins

    async def begin(self, back_to: str) -> str:
        """The issuer's address to send the person to. `back_to` is a path of ours."""
        asking = Asking(
            state=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            nonce=secrets.token_urlsafe(24),
            back_to=back_to,
            expires_at=now_utc() + _ASKING,
        )
        await self._sign_ins.begin(asking)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asking.verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self._callback,
            "scope": "openid",
            "state": asking.state,
            "nonce": asking.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._issuer}/authorize?{urlencode(query)}"

    async def finish(self, state: str, code: str) -> tuple[SignIn, str]:
        """The new session, and the path to go back to. Raises: SignInFailedError, OwnerDownError."""
        asking = await self._sign_ins.finish(state, now_utc())
        if asking is None:
            raise SignInFailedError
        answer = await self._exchange(code, asking)
        identity = _claims(answer.get("id_token", ""))
        if (identity.get("nonce"), identity.get("aud")) != (asking.nonce, CLIENT):
            raise SignInFailedError
        try:
            actor = await self._tokens.actor(answer["access_token"])
        except TokenError as error:
            raise SignInFailedError from error
        sign_in = SignIn(
            id=secrets.token_urlsafe(32),
            actor=actor,
            name=str(identity.get("name", actor.ref)),
            token=answer["access_token"],
            csrf=secrets.token_urlsafe(24),
            expires_at=now_utc() + timedelta(seconds=int(answer.get("expires_in", 600))),
        )
        await self._sign_ins.keep(sign_in)
        return sign_in, asking.back_to

    async def _exchange(self, code: str, asking: Asking) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": CLIENT,
            "redirect_uri": self._callback,
            "code_verifier": asking.verifier,
        }
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
                reply = await client.post(f"{self._issuer}/token", data=form)
        except httpx.TransportError as error:
            raise OwnerDownError("issuer") from error
        if reply.is_error:
            raise SignInFailedError
        answer: dict[str, Any] = reply.json()
        return answer


def _claims(token: str) -> dict[str, Any]:
    """What an identity token says. It came straight from the issuer, which stands for its signature.

    Source: OpenID Connect Core 1.0, section 3.1.3.7, rule 6.
    """
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
        raise SignInFailedError
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    return claims
