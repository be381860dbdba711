"""What is needed to keep the endpoints of clients, and to call them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.access import Certificates
from services.notifications.domain.address import Opened
from services.notifications.domain.backlog import Backlog
from services.notifications.domain.client import Client
from services.notifications.domain.contact import Contact
from services.notifications.domain.endpoint import Endpoint, KeyKind
from services.notifications.domain.outcome import Ended
from shared.contracts.event import Event
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A fresh key: sealed for the store, and its half for everybody (of a secret that both sides know: none)."""

    sealed: str
    public: str


@dataclass(frozen=True, slots=True)
class EndpointReader:
    """Sees its own endpoints at `own_places`, and those of every client at `places`; below them as well."""

    client_ref: str
    own_places: Collection[str]
    places: Collection[str]

    def sees(self, endpoint: Endpoint) -> bool:
        """Whether this endpoint may be shown."""
        own = self.own_places if endpoint.client_ref == self.client_ref else ()
        return not frozenset((*own, *self.places)).isdisjoint(endpoint.unit_path)


class Endpoints(Protocol):
    """Where endpoints are kept. Every method raises UnavailableError."""

    async def unseen(self, endpoint_id: UUID, cause: Cause) -> None:
        """Let a first command through. Raises: AlreadyHandledError, CauseReusedError when it made the endpoint."""

    async def get(self, endpoint_id: UUID, cause: Cause) -> Endpoint:
        """For a change. Raises: ForbiddenError, AlreadyHandledError, CauseReusedError, OutdatedError."""

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        """As it stands, for reading; the caller checks the scope."""

    async def save(self, endpoint: Endpoint, *, emits: Sequence[Event] = (), because_of: Cause) -> bool:
        """Keep it with its events. Raises: StaleError (also: the slot is taken), TakenError."""

    async def in_use_of(self, client_ref: str) -> Sequence[Endpoint]:
        """Those of a client that are not disabled, in the order of their slots: twenty at most."""

    async def counted_of(self, client_ref: str, since: datetime) -> Sequence[Endpoint]:
        """Those of a client that are in use or changed since, in no order; what it left before that is not read."""

    async def ending(self, at: datetime, limit: int) -> Sequence[Endpoint]:
        """Those in use of which something was to be said by this instant (`says_end_at`), the longest due first."""

    async def seen(self, by: EndpointReader, limit: int) -> Sequence[Endpoint]:
        """Those that a reader may see, newest first."""


class Units(Protocol):
    """The units as they are known here."""

    async def path(self, code: str) -> tuple[str, ...] | None:
        """From the roots to a unit; None for one that is not known."""


class Keys(Protocol):
    """Makes and opens the keys of clients."""

    def fresh(self, kind: KeyKind) -> MadeKey:
        """A new key. Raises: NoVaultError."""

    def open(self, sealed: str) -> str:
        """Its text. Raises: NoVaultError, OtherKeyError."""

    def seal(self, text: str) -> str:
        """Any other text that must not stand in the store as it is. Raises: NoVaultError."""

    def mark(self, text: str) -> str:
        """The same for the same text, and nobody without the key can tell of which. Raises: NoVaultError."""


class Papers(Protocol):
    """Reads certificates and keys as PEM, and says what is wrong with them."""

    def authorities(self, pem: str, at: datetime) -> Certificates:
        """Those that may be believed, in force at this instant. Raises: AccessUnusableError."""

    def identity(self, pem: str, key_pem: str, at: datetime) -> Certificates:
        """One in force at this instant, with those above it, that the key belongs to. Raises: AccessUnusableError."""


class Calls(Protocol):
    """Calls to an endpoint that somebody asked for. Never raise for what the other side does."""

    async def prove(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        """Ask whether it wants our calls: the handshake of CloudEvents, else a challenge that it has to echo."""

    async def test(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        """Send an event that means nothing."""


class Backlogs(Protocol):
    """What waits for endpoints."""

    async def of(self, endpoint_ids: Collection[UUID]) -> Mapping[UUID, Backlog]:
        """The backlog of each. Raises: UnavailableError."""


class Contacts(Protocol):
    """Who looks after endpoints. Every method raises UnavailableError."""

    async def asked(self, contact_id: UUID, event_id: UUID) -> Contact:
        """A letter of this event is to go there: the contact as it stands, and the first event of a new one."""

    async def these(self, contact_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
        """Those of them that were ever written to."""

    async def prove(self, contact_id: UUID, at: datetime) -> bool:
        """Its reader confirmed: it is no dead address either. Whether there is such a contact."""

    async def end(self, contact_id: UUID, written_at: datetime) -> None:
        """Nobody has the address, says what came of a letter of this instant; who confirmed since has it."""


ClientOf = Callable[[str], Awaitable[Client | None]]
"""The client of this name as an operator recorded it; None of a person who connects systems. Raises: UnavailableError.
"""


@dataclass(frozen=True, slots=True)
class EndpointPorts:
    """What all use cases of endpoints need. `opened` are the places inside that an operator opened."""

    endpoints: Endpoints
    units: Units
    keys: Keys
    calls: Calls
    backlogs: Backlogs
    contacts: Contacts
    client_of: ClientOf
    papers: Papers
    opened: tuple[Opened, ...] = ()
