"""Where a client's system listens: what it wants to hear, how it shows that it wants it, when it is left alone."""

import base64
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.notifications.domain.access import Access
from services.notifications.domain.ending import first_word, is_said_at_once
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.register import REGISTERED
from shared.kernel.errors import ConflictError, RefusedError

ANNOUNCED: Final = REGISTERED
"""What is told to systems outside: what stands in the public register, when it comes to stand there."""

JOB_FINISHED: Final = "job.finished"
OFFERED: Final = ANNOUNCED | {JOB_FINISHED}
"""What an endpoint may name. Of the end of a job of its own client only who names that hears."""

MOST_FILTERS: Final = 50
MOST_PROOFS: Final = 3
MOST_TESTS: Final = 10
CALLS_WINDOW: Final = timedelta(hours=1)
PUBLISHED_AHEAD: Final = timedelta(hours=24)
BOTH_SIGN: Final = timedelta(days=7)
WARNED_AFTER_DAYS: Final = (1, 3, 5)
GIVEN_UP_AFTER: Final = timedelta(days=5)
FEWEST_FAILURES: Final = 10


class EndpointState(StrEnum):
    """Only an active one, or a throttled one that asked for patience, is sent anything but its challenge."""

    PENDING = "pending"
    ACTIVE = "active"
    THROTTLED = "throttled"
    DISABLED = "disabled"


SENT_TO: Final = frozenset({EndpointState.ACTIVE, EndpointState.THROTTLED})
"""Those that events go to."""


class Ordering(StrEnum):
    """Whether what happens to one award arrives in its order, each after the one before, or as it comes."""

    SUBJECT = "subject"
    NONE = "none"


class KeyKind(StrEnum):
    """How its calls are signed."""

    ED25519 = "ed25519"
    HMAC = "hmac"


class UrlForbiddenError(RefusedError):
    """No call goes out to such an address; `rule` says why."""

    code = "URL_FORBIDDEN"


class TooManyFiltersError(RefusedError):
    """An endpoint names fifty kinds and units at most."""

    code = "TOO_MANY_FILTERS"


class UnknownUnitError(RefusedError):
    """There is no such unit."""

    code = "UNKNOWN_UNIT"


class EndpointNotPendingError(ConflictError):
    """It is proven already, or was given up."""

    code = "ENDPOINT_NOT_PENDING"


class EndpointNotActiveError(ConflictError):
    """It was not proven yet, or was given up."""

    code = "ENDPOINT_NOT_ACTIVE"


class TooManyCallsError(RefusedError):
    """It was asked often enough for this hour."""

    code = "TOO_MANY_CALLS"


class ChallengeFailedError(RefusedError):
    """It did not show that it wants our calls; `why` is how the call ended."""

    code = "CHALLENGE_FAILED"


class KeyWaitsError(ConflictError):
    """The next key is published already and does not sign yet."""

    code = "NEXT_KEY_WAITS"


class CallKind(StrEnum):
    """Calls that somebody asked for."""

    PROOF = "proof"
    TEST = "test"


MOST_CALLS: Final = {CallKind.PROOF: MOST_PROOFS, CallKind.TEST: MOST_TESTS}
"""In an hour."""


@dataclass(frozen=True, slots=True)
class Call:
    """One that somebody asked for. Without an outcome it is under way, or a death cut it off."""

    id: UUID
    kind: CallKind
    at: datetime
    outcome: Outcome | None = None
    status: int = 0
    ms: int = 0
    reason: str = ""


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

    def jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key. Source: RFC 8037."""
        raw = base64.b64decode(self.public.removeprefix("whpk_"))
        x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.kid, "use": "sig", "alg": "EdDSA"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`units` are those whose awards it hears of, with all below them; without any, those of its own unit.

    `slot` is its place among the twenty of its client; a disabled one has none. `failing_since` and `failures` tell
    how long nothing but failures came back, `warned` of how many days of it the client was told. `calls` are the
    last one and those of the hour before it, `grants_named_at` when tokens, or certificates of which it
    is said at once that they end, were named in it. `contact_sealed` is how
    people reach the client, `contact_mark` tells the same address again. `says_end_at` is when there is something to
    say of a certificate of `access` that ends.
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
    slot: int | None = None
    warned: int = 0
    calls: tuple[Call, ...] = ()
    contact_sealed: str | None = None
    contact_mark: str = ""
    access: Access | None = None
    grants_named_at: tuple[datetime, ...] = ()
    says_end_at: datetime | None = None
    version: int = 0

    def hears(self, kind: str, unit_path: Collection[str]) -> bool:
        """Whether an event of this kind in a unit of this path is for it."""
        is_near = not set(self.units or (self.unit_id,)).isdisjoint(unit_path)
        return self.is_sent_to and kind in self.kinds and is_near

    @property
    def is_sent_to(self) -> bool:
        """Whether events go there."""
        return self.state in SENT_TO

    def signing(self, at: datetime) -> tuple[SigningKey, ...]:
        """The keys that sign at this instant: one, and two during a rotation."""
        return tuple(key for key in self.keys if key.signs(at))

    def published(self, at: datetime) -> tuple[SigningKey, ...]:
        """The keys that receivers should know: those that sign, and the next one."""
        return tuple(key for key in self.keys if key.until is None or at < key.until)

    def reached_by(self, access: Access, at: datetime) -> "Endpoint":
        """Called so from the next call on. Whoever has tokens asked for at another host proves itself anew with one."""
        called = replace(self, access=access if access != Access() else None, says_end_at=first_word(access, at))
        if access.grant is not None or is_said_at_once(access, at):
            recent = (each for each in self.grants_named_at if at - each < CALLS_WINDOW)
            called = replace(called, grants_named_at=(*recent, at))
        is_known = access.grant is None or access.grant.is_known(self.url, self.access)
        return called if is_known or not self.is_sent_to else replace(called, state=EndpointState.PENDING)

    def call(self, kind: CallKind, call_id: UUID, at: datetime) -> "Endpoint":
        """A call begins. It counts before it is made, so that no death makes room for more.

        Raises: EndpointNotPendingError, EndpointNotActiveError, TooManyCallsError.
        """
        if kind is CallKind.PROOF and self.state is not EndpointState.PENDING:
            raise EndpointNotPendingError(state=self.state.value)
        if kind is CallKind.TEST and not self.is_sent_to:
            raise EndpointNotActiveError(state=self.state.value)
        recent = tuple(call for call in self.calls if at - call.at < CALLS_WINDOW)
        if sum(call.kind is kind for call in recent) >= MOST_CALLS[kind]:
            raise TooManyCallsError(most=MOST_CALLS[kind])
        return replace(self, calls=(*recent, Call(call_id, kind, at)))

    def answered(self, call_id: UUID, ended: Ended) -> "Endpoint":
        """A call ended; a pending one that answered its proof as it should is active."""
        calls = tuple(_ended(call, ended) if call.id == call_id else call for call in self.calls)
        told = replace(self, calls=calls)
        proof = any(call.id == call_id and call.kind is CallKind.PROOF for call in self.calls)
        is_proven = proof and ended.outcome is Outcome.OK and self.state is EndpointState.PENDING
        return replace(told, state=EndpointState.ACTIVE, reason="") if is_proven else told

    def succeeded(self, at: datetime) -> "Endpoint":
        """It took a call."""
        well = replace(self, failing_since=None, failures=0, warned=0, last_success_at=at)
        return replace(well, state=EndpointState.ACTIVE) if self.state is EndpointState.THROTTLED else well

    def failed(self, at: datetime, *, throttled: bool = False) -> "Endpoint":
        """It did not take a call; after five days of nothing else, and ten calls, it is given up.

        `throttled`: it asked for patience. It is so until it takes a call again.
        """
        since = self.failing_since or at
        days = sum(at - since >= timedelta(days=day) for day in WARNED_AFTER_DAYS)
        state = EndpointState.THROTTLED if throttled and self.is_sent_to else self.state
        failing = replace(self, state=state, failing_since=since, failures=self.failures + 1, warned=days)
        is_hopeless = at - since >= GIVEN_UP_AFTER and failing.failures >= FEWEST_FAILURES
        return failing.disable("failing") if is_hopeless else failing

    def disable(self, reason: str) -> "Endpoint":
        """Nothing goes there any more: it said so itself (410), failed for days, or somebody decided so."""
        if self.state is EndpointState.DISABLED:
            return self
        return replace(self, state=EndpointState.DISABLED, reason=reason, slot=None)

    def reopen(self, slot: int) -> "Endpoint":
        """Somebody mended it: it has to prove itself anew."""
        if self.state is not EndpointState.DISABLED:
            return self
        return replace(
            self, state=EndpointState.PENDING, reason="", slot=slot, failing_since=None, failures=0, warned=0
        )

    def rotate(self, key: SigningKey, at: datetime) -> "Endpoint":
        """A next key signs from its day on; the one before it goes on beside it for seven days. Raises: KeyWaitsError.

        `key.since` is 24 hours ahead at least, so that receivers know it before it signs.
        """
        if any(at < each.since for each in self.keys):
            raise KeyWaitsError
        old_until = key.since + BOTH_SIGN
        old = tuple(replace(each, until=min(each.until or old_until, old_until)) for each in self.published(at))
        return replace(self, keys=(*old, key))

    def revoke_keys(self, key: SigningKey) -> "Endpoint":
        """At once: what was signed with the old ones proves nothing any more."""
        return replace(self, keys=(key,))


def _ended(call: Call, ended: Ended) -> Call:
    return Call(call.id, call.kind, call.at, ended.outcome, ended.status, ended.ms, ended.reason)
