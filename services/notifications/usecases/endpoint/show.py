"""Read-only questions about endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.backlog import Backlog
from services.notifications.domain.contact import ContactState, contact_id, state_of
from services.notifications.domain.endpoint import Endpoint, KeyKind, SigningKey
from services.notifications.usecases.endpoint.ports import EndpointPorts, EndpointReader
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import permit, scope


@dataclass(frozen=True, slots=True)
class ShowEndpoints:
    """What clients and officers may ask, and what everybody may."""

    ports: EndpointPorts
    clock: Clock

    async def one(self, endpoint_id: UUID, reader: Actor) -> Endpoint:
        """An own endpoint, or one at the reader's unit. Raises: ForbiddenError, the same for one that is not there."""
        found = await self.ports.endpoints.find(endpoint_id)
        if found is None or not _reader(reader).sees(found):
            raise ForbiddenError("OUT_OF_SCOPE")
        return found

    async def all(self, reader: Actor, limit: int) -> Sequence[Endpoint]:
        """The own ones and those at the reader's units, newest first."""
        return await self.ports.endpoints.seen(_reader(reader), limit)

    async def backlogs(self, shown: Sequence[Endpoint]) -> Mapping[UUID, Backlog]:
        """What waits for these, which the reader was shown."""
        return await self.ports.backlogs.of([one.id for one in shown]) if shown else {}

    async def contacts(self, shown: Sequence[Endpoint]) -> Mapping[UUID, ContactState]:
        """How far the contact of each of these, which the reader was shown, may be written to."""
        named = {found for one in shown if (found := contact_id(one))}
        known = await self.ports.contacts.these(named) if named else {}
        return {one.id: state_of(one, known) for one in shown}

    async def secrets(self, endpoint_id: UUID, reader: Actor) -> Sequence[tuple[SigningKey, str]]:
        """The secrets that both sides know (`v1`), those that count now and the next; to the client alone.

        Raises: ForbiddenError, NoVaultError, OtherKeyError.
        """
        endpoint = await self.one(endpoint_id, reader)
        permit(reader, "endpoint_secret.read", endpoint.unit_path, (endpoint.client_ref,))
        shared = [key for key in endpoint.published(self.clock()) if key.kind is KeyKind.HMAC]
        return [(key, self.ports.keys.open(key.sealed)) for key in shared]

    async def published(self, client_ref: str) -> Sequence[SigningKey]:
        """The public keys of a client that count now, and the next ones; none of what is disabled."""
        now, known = self.clock(), await self.ports.endpoints.in_use_of(client_ref)
        return [key for one in known for key in one.published(now) if key.kind is KeyKind.ED25519]


def _reader(actor: Actor) -> EndpointReader:
    """Officers see what is connected at their units; a client sees what it connected."""
    own, every = (scope(actor, action) or frozenset() for action in ("endpoint.read", "unit_endpoint.read"))
    return EndpointReader(actor.ref, own, every)
