"""Read-only questions about endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.backlog import Backlog
from services.notifications.domain.endpoint import Endpoint, KeyKind, SigningKey
from services.notifications.usecases.endpoint.ports import EndpointPorts
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
        """An endpoint in the reader's scope. Raises: ForbiddenError, the same for one that does not exist."""
        return await self._seen(endpoint_id, reader, "endpoint.read")

    async def all(self, reader: Actor, limit: int) -> Sequence[Endpoint]:
        """Those in the reader's scope, newest first."""
        return await self.ports.endpoints.within(scope(reader, "endpoint.read"), limit)

    async def backlogs(self, shown: Sequence[Endpoint]) -> Mapping[UUID, Backlog]:
        """What waits for these, which the reader was shown."""
        return await self.ports.backlogs.of([one.id for one in shown]) if shown else {}

    async def secrets(self, endpoint_id: UUID, reader: Actor) -> Sequence[tuple[SigningKey, str]]:
        """The secrets that both sides know (`v1`), those that count now and the next.

        Raises: ForbiddenError, NoVaultError, OtherKeyError.
        """
        endpoint = await self._seen(endpoint_id, reader, "endpoint_secret.read")
        shared = [key for key in endpoint.published(self.clock()) if key.kind is KeyKind.HMAC]
        return [(key, self.ports.keys.open(key.sealed)) for key in shared]

    async def published(self, client_ref: str) -> Sequence[SigningKey]:
        """The public keys of a client that count now, and the next ones; none for one that is not known."""
        now, known = self.clock(), await self.ports.endpoints.of_client(client_ref)
        return [key for one in known for key in one.published(now) if key.kind is KeyKind.ED25519]

    async def _seen(self, endpoint_id: UUID, reader: Actor, action: str) -> Endpoint:
        found = await self.ports.endpoints.find(endpoint_id)
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(reader, action, found.unit_path)
        return found
