"""Units, subjects and movements on MongoDB."""

import asyncio
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.nominations.adapters.mongo.promises import PROMISES, promise
from services.nominations.adapters.mongo.upcasts import UNIT_SCHEMA, upcast_unit
from services.nominations.domain.cluster import Cluster, cluster_id_of
from services.nominations.domain.movement import Movement, UnknownMovementError
from services.nominations.domain.unit import (
    Subject,
    Unit,
    UnitOn,
    UnknownSubjectError,
    UnknownUnitError,
    path_to,
    subject_id_of,
    unit_id_of,
)
from shared.contracts.event import Event
from shared.kernel.actor import system
from shared.kernel.cause import Cause
from shared.kernel.lineage import Lineage
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

UNITS = "units"
CLUSTERS = "clusters"
SUBJECTS = "subjects"
MOVEMENTS = "movements"
_TIED = {"$or": [{"state.lineage.0": {"$exists": True}}, {"state.merged_into": {"$type": "string"}}]}
"""Units that are tied to others, of whatever schema."""


def units_of(store: MongoStore) -> Aggregates[Unit]:
    """Where units are kept, of whatever schema."""
    return store.aggregates(UNITS, Unit, schema=UNIT_SCHEMA, upcast=upcast_unit)


class MongoOrganisation:
    """Units, subjects and movements."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._units = units_of(store)
        self._clusters = store.aggregates(CLUSTERS, Cluster)
        self._subjects = store.aggregates(SUBJECTS, Subject, path_of=lambda subject: subject.unit_path)
        self._movements = store.aggregates(MOVEMENTS, Movement, path_of=lambda movement: movement.unit_path)

    async def changing(self, code: str, cause: Cause) -> Unit:
        """As the port says."""
        await self.recorded(code)
        return await self._units.get(unit_id_of(code), replace(cause, actor=system("nominations")))

    async def lineage(self) -> Lineage:
        """As the port says."""
        with unavailable_when_unanswered():
            rows = await self._store.rows(UNITS).find(_TIED, {"_id": 1}).to_list(None)
        stored = await asyncio.gather(*(self._units.find(row["_id"]) for row in rows))
        return Lineage(frozenset(one for unit in stored if unit is not None for one in unit.thing.successions))

    async def promise(self, predecessors: Several[str], successors: Several[str], now: datetime) -> None:
        """As the port says."""
        with unavailable_when_unanswered():
            rows = await self._store.rows(UNITS).find(_TIED, {"_id": 1}).to_list(None)
        stored = await asyncio.gather(*(self._units.find(row["_id"]) for row in rows))
        known = [one for unit in stored if unit is not None for one in unit.thing.successions_told]
        await promise(self._store.rows(PROMISES), known, predecessors, successors, now)

    async def recorded(self, code: str) -> Unit:
        """As the port says."""
        stored = await self._units.find(unit_id_of(code))
        if stored is None:
            raise UnknownUnitError(unit=code)
        return stored.thing

    async def above(self, unit: Unit, on: date) -> Mapping[str, Unit]:
        """As the port says."""
        known, waiting = {unit.code: unit}, {*unit.above_on(on)} - {unit.code}
        while waiting:
            found = await asyncio.gather(*(self.recorded(code) for code in sorted(waiting)))
            known |= {one.code: one for one in found}
            waiting = {code for one in found for code in one.above_on(on)} - known.keys()
        return known

    async def unit(self, code: str, on: date) -> UnitOn:
        """As the port says."""
        unit = await self.recorded(code)
        return unit.as_of(on, path_to(code, on, await self.above(unit, on)))

    async def subject(self, subject_ref: str) -> Subject:
        """As the port says."""
        stored = await self._subjects.find(subject_id_of(subject_ref))
        if stored is None:
            raise UnknownSubjectError(subject=subject_ref)
        return stored.thing

    async def movement(self, movement_id: UUID) -> Movement:
        """As the port says."""
        stored = await self._movements.find(movement_id)
        if stored is None:
            raise UnknownMovementError(movement=str(movement_id))
        return stored.thing

    async def cluster(self, code: str, cause: Cause) -> Cluster:
        """As the port says."""
        cluster_id = cluster_id_of(code)
        if await self._clusters.find(cluster_id) is None:
            return Cluster(cluster_id, code)
        return await self._clusters.get(cluster_id, replace(cause, actor=system("nominations")))

    async def record_cluster(self, cluster: Cluster, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._clusters.save(cluster, emits=emits, because_of=because_of)

    async def record_unit(self, unit: Unit, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._units.save(unit, emits=emits, because_of=because_of)

    async def record_subject(self, subject: Subject, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._subjects.save(subject, emits=emits, because_of=because_of)

    async def record_movement(self, movement: Movement, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._movements.save(movement, emits=emits, because_of=because_of)
