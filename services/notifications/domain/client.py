"""A system of a province or a ministry that asks and sends: who it is, what it may do, and for which units."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.kernel.errors import ConflictError, RefusedError
from shared.kernel.ids import id_from

BOTH_PROVE: Final = timedelta(days=7)
"""How long the key before still counts, so that a client can change over without a stop."""


class ClientKeyUnreadableError(RefusedError):
    """Only a public key of Ed25519 or P-256, with an id, can prove a client."""

    code = "CLIENT_KEY_UNREADABLE"


class ClientNameUnfitError(RefusedError):
    """A new name holds no underscore: Kafka takes it for a dot in the names of topics, and two would be one."""

    code = "CLIENT_NAME_UNFIT"


class ClientKeyKnownError(ConflictError):
    """Each key of a client has an id of its own, for ever."""

    code = "CLIENT_KEY_KNOWN"


class ClientShutOutError(ConflictError):
    """The client is suspended, or may not subscribe: no call goes to its endpoints."""

    code = "CLIENT_SHUT_OUT"


class Scope(StrEnum):
    """What a client may be allowed. Source: section 11 of the design, "Scopes × unit subtree"."""

    NOMINATIONS_WRITE = "nominations:write"
    RESULTS_WRITE = "results:write"
    AWARDS_READ = "awards:read"
    CATALOGUE_READ = "catalogue:read"
    EVENTS_SUBSCRIBE = "events:subscribe"


@dataclass(frozen=True, slots=True)
class ClientKey:
    """The public half of a key as a JSON Web Key. It proves the client from `since` on, until `until`."""

    kid: str
    jwk: Mapping[str, str]
    since: datetime
    until: datetime | None = None

    def proves(self, at: datetime) -> bool:
        """Whether it counts at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Client:
    """`ref` is its name in tokens. `units` are those that it speaks for, each with all below it.

    `is_mirrored`: the register of its units stands on a topic of its own. `hears_in_full`: it was agreed that its
    endpoints are sent what the register says of an award, and not only where to ask. `places` are the units on the
    paths of those: whoever manages clients there may know of it. No token made before `tokens_from` counts.
    """

    id: UUID
    ref: str
    name_vi: str
    keys: tuple[ClientKey, ...]
    scopes: frozenset[Scope]
    units: frozenset[str]
    places: frozenset[str] = frozenset()
    is_mirrored: bool = False
    hears_in_full: bool = False
    is_active: bool = True
    tokens_from: datetime | None = None
    version: int = field(default=0)

    def key(self, kid: str, at: datetime) -> ClientKey | None:
        """The key of this id that counts at this instant; none of a client that was shut out."""
        found = (key for key in self.keys if key.kid == kid and key.proves(at))
        return next(found, None) if self.is_active else None

    def reaches(self, unit_path: Collection[str]) -> bool:
        """Whether a unit of this path is one that it speaks for, or is below one."""
        return not self.units.isdisjoint(unit_path)

    @property
    def may_hear(self) -> bool:
        """Whether its endpoints are sent anything: while it is let in, if it may subscribe."""
        return self.is_active and Scope.EVENTS_SUBSCRIBE in self.scopes

    def is_told_all(self, unit_path: Collection[str]) -> bool:
        """Whether its endpoints are sent what the register says of an award of a unit of this path."""
        return self.hears_in_full and self.reaches(unit_path)

    def suspended(self) -> "Client":
        """Nothing proves it any more, and no token of it counts."""
        return replace(self, is_active=False)

    def resumed(self, at: datetime) -> "Client":
        """The keys that still count prove it again; a token that somebody had before it was shut out does not."""
        return replace(self, is_active=True, tokens_from=at)

    def takes(self, made_at: datetime) -> bool:
        """Whether a token made at this instant can still count."""
        return self.is_active and (self.tokens_from is None or made_at >= self.tokens_from)

    def with_key(self, key: ClientKey, *, at_once: bool = False) -> "Client":
        """With one more key that counts from now on; those before end in seven days, or now with all their tokens.

        Raises: ClientKeyKnownError.
        """
        if any(one.kid == key.kid for one in self.keys):
            raise ClientKeyKnownError(kid=key.kid)
        end = key.since if at_once else key.since + BOTH_PROVE
        older = (replace(one, until=end if one.until is None else min(one.until, end)) for one in self.keys)
        return replace(self, keys=(*older, key), tokens_from=key.since if at_once else self.tokens_from)


def client_id(ref: str) -> UUID:
    """The id of the client of this name."""
    return id_from("client", ref)
