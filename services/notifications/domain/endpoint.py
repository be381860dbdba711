"""Where a client's system listens: what it hears, how it proves that it is the client's, when it is left alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.notifications.domain.register import REGISTERED
from shared.kernel.errors import ConflictError, RefusedError

ANNOUNCED: Final = REGISTERED
"""What is told to systems outside: what stands in the public register, when it comes to stand there."""

MOST_OF_A_CLIENT: Final = 20
GIVEN_UP_AFTER: Final = timedelta(days=5)
FEWEST_FAILURES: Final = 10


class EndpointState(StrEnum):
    """Only an active one is sent anything but its challenge."""

    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"


class Ordering(StrEnum):
    """Whether what happens to one award arrives in its order, each after the one before, or as it comes."""

    SUBJECT = "subject"
    NONE = "none"


class KeyKind(StrEnum):
    """How its calls are signed."""

    ED25519 = "ed25519"
    HMAC = "hmac"


class UrlForbiddenError(RefusedError):
    """No call goes out to such an address."""

    code = "URL_FORBIDDEN"


class EndpointNotPendingError(ConflictError):
    """It is proven already, or was given up."""

    code = "ENDPOINT_NOT_PENDING"


class TooManyEndpointsError(RefusedError):
    """A client has twenty at most."""

    code = "TOO_MANY_ENDPOINTS"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key as it is kept: `sealed` opens in the vault only. It signs from `since` on, until `until`."""

    kid: str
    kind: KeyKind
    sealed: str
    public: str
    since: datetime
    until: datetime | None = None

    def signs(self, at: datetime) -> bool:
        """Whether it signs at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`units` are those whose awards it hears of, with all below them; without any, those of its own unit.

    `failing_since` and `failures` tell how long nothing but failures came back.
    """

    id: UUID
    client_ref: str
    unit_id: str
    unit_path: tuple[str, ...]
    url: str
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    ordering: Ordering
    keys: tuple[SigningKey, ...]
    created_at: datetime
    state: EndpointState = EndpointState.PENDING
    failing_since: datetime | None = None
    failures: int = 0
    last_success_at: datetime | None = None
    reason: str = ""

    def hears(self, kind: str, unit_path: Collection[str]) -> bool:
        """Whether an event of this kind in a unit of this path is for it."""
        is_near = not set(self.units or (self.unit_id,)).isdisjoint(unit_path)
        return self.state is EndpointState.ACTIVE and kind in self.kinds and is_near

    def activate(self) -> "Endpoint":
        """It answered its challenge. Raises: EndpointNotPendingError."""
        if self.state is not EndpointState.PENDING:
            raise EndpointNotPendingError(state=self.state)
        return replace(self, state=EndpointState.ACTIVE, reason="")

    def succeeded(self, at: datetime) -> "Endpoint":
        """It took a call."""
        return replace(self, failing_since=None, failures=0, last_success_at=at)

    def failed(self, at: datetime) -> "Endpoint":
        """It did not take a call; after five days of nothing else, and ten calls, it is given up."""
        since = self.failing_since or at
        failing = replace(self, failing_since=since, failures=self.failures + 1)
        is_hopeless = at - since >= GIVEN_UP_AFTER and failing.failures >= FEWEST_FAILURES
        return failing.disable("failing") if is_hopeless else failing

    def disable(self, reason: str) -> "Endpoint":
        """Nothing goes there any more: it said so itself (410), failed for days, or somebody decided so."""
        if self.state is EndpointState.DISABLED:
            return self
        return replace(self, state=EndpointState.DISABLED, reason=reason)

    def reopen(self) -> "Endpoint":
        """Somebody mended it: it has to prove itself anew."""
        if self.state is not EndpointState.DISABLED:
            return self
        return replace(self, state=EndpointState.PENDING, reason="", failing_since=None, failures=0)

    def rotate(self, key: SigningKey, *, old_until: datetime) -> "Endpoint":
        """A next key signs from its day on; the old ones go on beside it until theirs."""
        old = (replace(each, until=min(each.until or old_until, old_until)) for each in self.keys)
        return replace(self, keys=(*(each for each in old if each.signs(key.since) or each.until is None), key))

    def revoke_keys(self, key: SigningKey) -> "Endpoint":
        """At once: what was signed with the old ones proves nothing any more."""
        return replace(self, keys=(key,))
