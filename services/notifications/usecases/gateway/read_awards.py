"""A client pulls the register of its units."""

import asyncio
import hashlib
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.notifications.domain.client import Client
from services.notifications.domain.cursor import Cursor, CursorForkedError
from services.notifications.domain.register import GENESIS, Entry
from services.notifications.usecases.gateway.folds import Folds
from services.notifications.usecases.gateway.ports import UnitRegister, Units
from shared.kernel.chart import Chart
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class AwardsPage:
    """A page in order; `next` is the cursor to go on from.

    `lineage` is another one when these are of other units than before: those that the asked ones go on from.
    """

    items: Sequence[Entry]
    next: Cursor
    has_more: bool
    lineage: str


@dataclass(frozen=True, slots=True)
class AwardsDigest:
    """What both sides compare: `fold` runs over the hashes of the `count` entries that the client may see."""

    count: int
    fold: str
    head: int
    head_hash: str
    lineage: str


@dataclass(frozen=True, slots=True)
class ReadAwards:
    """The register of a client's units, of all below them and of those that they go on from; what proves it is whole.

    Raises: CursorForkedError, ForbiddenError (a unit that the client does not speak for), UnavailableError.
    """

    register: UnitRegister
    units: Units
    clock: Clock
    folds: Folds

    async def __call__(
        self, client: Client, since: Cursor, *, unit: str | None, limit: int, wait_seconds: float
    ) -> AwardsPage:
        seen = await self._seen(client, unit)
        await self._check(since)
        found = await self._found(seen, since.seq, limit + 1, wait_seconds)
        items = found[:limit]
        last = Cursor(items[-1].epoch, items[-1].seq) if items else since
        return AwardsPage(items, last, has_more=len(found) > limit, lineage=_version(seen))

    async def digest(self, client: Client, until: Cursor | None, *, unit: str | None) -> AwardsDigest:
        """The fold up to a cursor, or whole."""
        seen = await self._seen(client, unit)
        head = await self.register.head()
        if until is not None:
            await self._check(until)
        folded = await self.folds.until(seen, head if until is None else until.seq)
        newest = await self.register.entry(head) if head else None
        return AwardsDigest(folded.count, folded.fold, head, newest.hash if newest else GENESIS, _version(seen))

    async def about(self, client: Client, award_id: str) -> Sequence[Entry]:
        """All entries of one award, in order. Raises: ForbiddenError, the same for one that is not there."""
        found = await self.register.entries_about(award_id, await self._seen(client, None))
        if not found:
            raise ForbiddenError("OUT_OF_SCOPE")
        return found

    async def _found(self, seen: Collection[str], since: int, limit: int, wait_seconds: float) -> Sequence[Entry]:
        """What is there; else what comes until the wait is over, however much comes for others meanwhile."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + wait_seconds
        while True:
            # Asked before the entries: one that comes in between is past this head.
            head = await self.register.head() if wait_seconds else 0
            found = await self.register.entries_of(seen, since, limit)
            left = ends_at - loop.time()
            if found or left <= 0 or not await self.register.wait_past(max(since, head), left):
                return found

    async def _seen(self, client: Client, unit: str | None) -> Collection[str]:
        chart = await self.units.chart()
        before = self._before(chart, client.units)
        if unit is None:
            return client.units | before
        if not (client.reaches(chart.path(unit)) or before.intersection(chart.path(unit))):
            raise ForbiddenError("OUT_OF_SCOPE")
        return {unit} | (before & self._before(chart, {unit}))

    def _before(self, chart: Chart, units: AbstractSet[str]) -> frozenset[str]:
        """Those that these units and all below them go on from."""
        today = local_day(self.clock())
        below = (code for code, path in chart.paths.items() if not units.isdisjoint(path))
        return frozenset(one for code in below for one in chart.lineage.predecessors(code, today))

    async def _check(self, cursor: Cursor) -> None:
        if not cursor.seq:
            return
        entry = await self.register.entry(cursor.seq)
        if entry is None or entry.epoch != cursor.epoch:
            last = await self.register.last_of(cursor.epoch)
            raise CursorForkedError(Cursor(cursor.epoch, last) if last else Cursor())


def _version(seen: Collection[str]) -> str:
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()[:16]
