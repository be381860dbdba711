"""What signing in needs from the world."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.console.usecases.ports import SignIn
from shared.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Asking:
    """A sign-in that began and waits for the issuer's answer."""

    state: str
    verifier: str
    nonce: str
    back_to: str
    expires_at: datetime


class SignIns(Protocol):
    """Server-side sessions. Only a hash of the cookie is stored."""

    async def begin(self, asking: Asking) -> None:
        """Remember a sign-in that begins."""
        ...

    async def finish(self, state: str, now: datetime) -> Asking | None:
        """Take what began under this state; once."""
        ...

    async def keep(self, sign_in: SignIn) -> None:
        """Keep a session."""
        ...

    async def find(self, cookie: str, now: datetime) -> SignIn | None:
        """The session of this cookie, unless it expired."""
        ...

    async def end(self, cookie: str) -> None:
        """Forget a session."""
        ...


class SignInRefusedError(Exception):
    """The issuer's answer proves nobody: begin again."""


class Issuer(Protocol):
    """Who says who a person is (OpenID Connect, code with PKCE)."""

    async def address(self, asking: Asking) -> str:
        """Where the browser goes to sign in. Raises: UnavailableError."""
        ...

    async def redeem(self, asking: Asking, code: str) -> tuple[Actor, str, str, datetime]:
        """Actor, name, access token and its end, for a code. Raises: SignInRefusedError, UnavailableError."""
        ...
