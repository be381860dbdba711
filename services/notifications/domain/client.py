"""A system of a province or a ministry that asks and sends: who it is, what it may do, and for which units."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.kernel.ids import id_from


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
    """`ref` is its name in tokens. `units` are those that it speaks for, each with all below it."""

    id: UUID
    ref: str
    name_vi: str
    keys: tuple[ClientKey, ...]
    scopes: frozenset[Scope]
    units: frozenset[str]
    is_active: bool = True
    version: int = field(default=0)

    def key(self, kid: str, at: datetime) -> ClientKey | None:
        """The key of this id that counts at this instant; none of a client that was shut out."""
        found = (key for key in self.keys if key.kid == kid and key.proves(at))
        return next(found, None) if self.is_active else None

    def reaches(self, unit_path: Collection[str]) -> bool:
        """Whether a unit of this path is one that it speaks for, or is below one."""
        return not self.units.isdisjoint(unit_path)

    def shut_out(self) -> "Client":
        """Nothing proves it any more, and no token of it counts."""
        return replace(self, is_active=False)


def client_id(ref: str) -> UUID:
    """The id of the client of this name."""
    return id_from("client", ref)
