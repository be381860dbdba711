"""Clients, their endpoints in memory, and receivers that answer as they are told; MongoDB passes the same suite."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from services.notifications.adapters.webhook.keeping import SealedKeys
from services.notifications.domain.backlog import Backlog
from services.notifications.domain.client import Client
from services.notifications.domain.contact import Contact
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.usecases.endpoint.ports import EndpointReader
from shared.contracts.event import Event
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, ForbiddenError, StaleError
from shared.kernel.policy import permit
from shared.runtime.vault import Vault, new_key

KEYS = SealedKeys(Vault(new_key()))

PATHS = {"STP-HP": ("STP-HP",), "THADS-HP": ("THADS-HP",), "P-THADS-5": ("THADS-HP", "P-THADS-5")}

CLIENT = Actor("HT-MOTCUA-HP", (Grant(Role.INTEGRATOR, "THADS-HP"),))
BESIDE = Actor("HT-THADS", CLIENT.grants)
OTHER = Actor("HT-STP", (Grant(Role.INTEGRATOR, "STP-HP"),))
URL = "https://nhan.haiphong.example/kipthoi"


def by(actor: Actor, action: str) -> Cause:
    cause_id = uuid4()
    return Cause(cause_id, actor, f"endpoint.{action}", cause_id, cause_id)


class MemoryUnits:
    async def path(self, code: str) -> tuple[str, ...] | None:
        return PATHS.get(code)


class MemoryEndpoints:
    def __init__(self) -> None:
        self.kept: dict[UUID, Endpoint] = {}
        self.handled: set[tuple[UUID, UUID]] = set()
        self.emitted: list[Event] = []

    async def unseen(self, endpoint_id: UUID, cause: Cause) -> None:
        if endpoint_id in self.kept:
            await self.get(endpoint_id, cause)

    async def get(self, endpoint_id: UUID, cause: Cause) -> Endpoint:
        if endpoint_id not in self.kept:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, self.kept[endpoint_id].unit_path, (self.kept[endpoint_id].client_ref,))
        if (endpoint_id, cause.id) in self.handled:
            raise AlreadyHandledError
        return self.kept[endpoint_id]

    async def find(self, endpoint_id: UUID) -> Endpoint | None:
        return self.kept.get(endpoint_id)

    async def save(self, endpoint: Endpoint, *, emits: Sequence[Event] = (), because_of: Cause) -> bool:
        self.emitted += emits
        before = self.kept.get(endpoint.id)
        if endpoint.version != (before.version if before else 0):
            raise StaleError
        others = [one for one in self.kept.values() if one.id != endpoint.id]
        if endpoint.slot and any((one.client_ref, one.slot) == (endpoint.client_ref, endpoint.slot) for one in others):
            raise StaleError
        self.kept[endpoint.id] = replace(endpoint, version=endpoint.version + 1)
        self.handled.add((endpoint.id, because_of.id))
        return True

    async def in_use_of(self, client_ref: str) -> Sequence[Endpoint]:
        return [one for one in self.kept.values() if one.client_ref == client_ref and one.slot is not None]

    async def counted_of(self, client_ref: str, since: datetime) -> Sequence[Endpoint]:
        own = [one for one in self.kept.values() if one.client_ref == client_ref]
        return [one for one in own if one.slot is not None or _changed_at(one) >= since]

    async def ending(self, at: datetime, limit: int) -> Sequence[Endpoint]:
        due = [(one.says_end_at, one) for one in self.kept.values() if one.says_end_at is not None and one.slot]
        return [one for when, one in sorted(due, key=lambda each: each[0]) if when <= at][:limit]

    async def seen(self, by: EndpointReader, limit: int) -> Sequence[Endpoint]:
        return [one for one in self.kept.values() if by.sees(one)][::-1][:limit]


def _changed_at(one: Endpoint) -> datetime:
    return max([one.created_at, *(call.at for call in one.calls), *one.grants_named_at])


class MemoryContacts:
    def __init__(self) -> None:
        self.kept: dict[UUID, Contact] = {}

    async def asked(self, contact_id: UUID, event_id: UUID) -> Contact:
        return self.kept.setdefault(contact_id, Contact(contact_id, event_id))

    async def these(self, contact_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
        return {one: self.kept[one] for one in contact_ids if one in self.kept}

    async def prove(self, contact_id: UUID, at: datetime) -> bool:
        if contact_id not in self.kept:
            return False
        self.kept[contact_id] = replace(self.kept[contact_id], proven_at=at, is_dead=False)
        return True

    async def end(self, contact_id: UUID, written_at: datetime) -> None:
        known = self.kept.get(contact_id)
        if known is not None and (known.proven_at is None or known.proven_at < written_at):
            self.kept[contact_id] = replace(known, is_dead=True)


class Agreed:
    """The clients that an operator recorded, by name."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}

    async def __call__(self, client_ref: str) -> Client | None:
        return self.clients.get(client_ref)


class MemoryBacklogs:
    async def of(self, endpoint_ids: Collection[UUID]) -> Mapping[UUID, Backlog]:
        return dict.fromkeys(endpoint_ids, Backlog())


class Receivers:
    """Answer each call as they were told last, and remember who was called."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.answer = Ended(Outcome.OK, 200, 12)
        self.called: list[tuple[UUID, UUID]] = []

    async def prove(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        self.called.append((endpoint.id, call_id))
        return self.answer

    async def test(self, endpoint: Endpoint, call_id: UUID) -> Ended:
        return await self.prove(endpoint, call_id)
