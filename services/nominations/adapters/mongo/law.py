"""Which rule packs came into force, on MongoDB."""

from collections.abc import Sequence
from uuid import UUID

from services.nominations.domain.law import ActivatedPack
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.runtime.store.client import MongoStore

RULEPACKS = "rulepacks"


class MongoActivatedPacks:
    """Where it is recorded which rule packs came into force."""

    def __init__(self, store: MongoStore) -> None:
        self._kept = store.aggregates(RULEPACKS, ActivatedPack)

    async def find(self, activated_id: UUID) -> ActivatedPack | None:
        """As the port says."""
        stored = await self._kept.find(activated_id)
        return None if stored is None else stored.thing

    async def save(self, pack: ActivatedPack, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(pack, emits=emits, because_of=because_of)
