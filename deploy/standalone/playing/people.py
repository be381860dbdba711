"""The sample people's tokens, from the development issuer."""

import time
from dataclasses import dataclass, field

import httpx

from deploy.standalone.errors import StandaloneError

_SPARE_SECONDS = 60.0
_LIFE_SECONDS = 300.0
_OK = 200


@dataclass(slots=True)
class People:
    """Signs people in, once each until the token is about to end."""

    client: httpx.AsyncClient
    issuer: str
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)

    async def token(self, person: str) -> str:
        """The person's access token. Raises: StandaloneError when the issuer does not know the person."""
        known, until = self._tokens.get(person, ("", 0.0))
        if time.monotonic() < until:
            return known
        reply = await self.client.post(f"{self.issuer}/dev-token", json={"person": person})
        if reply.status_code != _OK:
            raise StandaloneError(f"{person}: không đăng nhập được / cannot sign in ({reply.status_code} {reply.text})")
        told = reply.json()
        life = float(told.get("expires_in", _LIFE_SECONDS)) - _SPARE_SECONDS
        self._tokens[person] = (told["access_token"], time.monotonic() + life)
        return str(told["access_token"])
