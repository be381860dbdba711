"""Reported figures and exemplars on MongoDB: one document each."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.nominations.adapters.mongo.aggregates import unseen
from services.nominations.domain.exemplar import Exemplar, ExemplarState
from services.nominations.domain.report import Report
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import permit
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import unavailable_when_unanswered

REPORTS = "results"
EXEMPLARS = "exemplars"
_MOST = 500
_OVER = frozenset({ExemplarState.DISMISSED, ExemplarState.RECOGNISED, ExemplarState.EXPIRED})


class MongoReports:
    """Where reported figures are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._kept: Aggregates[Report] = store.aggregates(
            REPORTS, Report, path_of=lambda report: report.unit_path, is_closed=lambda _: True
        )

    async def unseen(self, report_id: UUID, cause: Cause) -> None:
        """As the port says."""
        await unseen(self._kept, report_id, cause)

    async def seen(self, report_id: UUID, cause: Cause) -> Report:
        """As the port says."""
        stored = await self._kept.find(report_id)
        if stored is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, stored.thing.unit_path)
        return stored.thing

    async def save(self, report: Report, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(report, emits=emits, because_of=because_of)


class MongoExemplars:
    """Where exemplars are kept."""

    def __init__(self, store: MongoStore) -> None:
        self._store = store
        self._kept: Aggregates[Exemplar] = store.aggregates(
            EXEMPLARS,
            Exemplar,
            path_of=lambda exemplar: exemplar.unit_path,
            standings_of=lambda exemplar: exemplar.standings,
            is_closed=lambda exemplar: exemplar.state in _OVER,
        )

    async def is_known(self, exemplar_id: UUID) -> bool:
        """As the port says."""
        return await self._kept.find(exemplar_id) is not None

    async def get(self, exemplar_id: UUID, cause: Cause) -> Exemplar:
        """As the port says."""
        return await self._kept.get(exemplar_id, cause)

    async def seen(self, exemplar_id: UUID, cause: Cause) -> Exemplar:
        """As the port says."""
        stored = await self._kept.find(exemplar_id)
        if stored is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        permit(cause.actor, cause.action, stored.thing.unit_path)
        return stored.thing

    async def confirmed_until(self, day: date) -> Sequence[UUID]:
        """As the port says; at most 500, the others by the next run."""
        wanted = {"state.state": ExemplarState.CONFIRMED, "state.decided_on": {"$lte": day.isoformat()}}
        with unavailable_when_unanswered():
            found = self._store.rows(EXEMPLARS).find(wanted, {"_id": 1}, sort=[("state.decided_on", 1)], limit=_MOST)
            return [UUID(str(document["_id"])) for document in await found.to_list(None)]

    async def save(self, exemplar: Exemplar, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """As the port says."""
        return await self._kept.save(exemplar, emits=emits, because_of=because_of)

    async def next_number(self, year: int) -> str:
        """As the port says."""
        return f"DH-{year}-{await self._store.next_number(f'exemplars/{year}'):04}"
