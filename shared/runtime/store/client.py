"""The store of one service: its only client, and everything that is kept through it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from shared.kernel.clock import Clock, now_utc
from shared.kernel.errors import UnavailableError
from shared.kernel.separations import Standings
from shared.runtime.bus.envelope import OutboxEntry
from shared.runtime.bus.ports import Lease
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.store import counters, indexes
from shared.runtime.store.aggregates import Aggregates, Path, Sealing
from shared.runtime.store.codec import Codec, Thing, Upcast
from shared.runtime.store.driver import Collection, connect, disconnect, unavailable_when_unanswered
from shared.runtime.store.gathered import GatheredPath
from shared.runtime.store.generations import Generations, placed_at
from shared.runtime.store.inboxes import Inboxes
from shared.runtime.store.indexes import Index
from shared.runtime.store.outbox import Outboxes
from shared.runtime.store.parked import PARKED, PARKED_INDEXES, MongoParkedRecords
from shared.runtime.store.plain import PlainPath

T = TypeVar("T", bound=Thing)


class MongoStore:
    """One service's database. `gather_calls=False` takes the plain path, a driver call each.

    `on_kept` is told the events of kept saves, of each with those that were still pending when the thing was read, in
    the order of their numbers; an entry may be told more than once. `service` names the source of the events; else it
    is what follows the last `_` of the database's name.
    """

    def __init__(
        self,
        url: str,
        database: str,
        *,
        clock: Clock = now_utc,
        gather_calls: bool = True,
        service: str | None = None,
        answer_within_seconds: float = 2.5,
    ) -> None:
        self._client = connect(url)
        self._database = self._client[database]
        self._path_kind = GatheredPath if gather_calls else PlainPath
        self._answer_within = answer_within_seconds
        self._paths: dict[str, Path] = {}
        self._declared: tuple[Index, ...] = ()
        self._keys: dict[str, str] = {}
        self._outboxes = Outboxes(self._database, self._keys)
        self._sealing = Sealing(service or database.rpartition("_")[2], clock, self._hand_over)
        self.parked = MongoParkedRecords(self._database[PARKED])
        self.generations = Generations(self._database)
        self._owed: list[OutboxEntry] = []
        self.on_kept: Callable[[list[OutboxEntry]], None] | None = None

    async def open(self) -> None:
        """Wait until the database answers, and learn which read models live. Raises: UnavailableError."""
        await self.ping()
        await self.generations.load()

    async def close(self) -> None:
        """Answer what was accepted (at most 3 s), then disconnect."""
        closing = [asyncio.create_task(path.close()) for path in self._paths.values()]
        if closing:
            await asyncio.wait(closing, timeout=3)
        reached(Failpoint.DURING_CLOSE)
        await asyncio.to_thread(disconnect, self._client)

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises: UnavailableError."""
        with unavailable_when_unanswered():
            await self._database.command("ping")

    def aggregates(
        self,
        name: str,
        kind: type[T],
        *,
        path_of: Callable[[T], Sequence[str]] | None = None,
        own_of: Callable[[T], Sequence[str]] = lambda _: (),
        standings_of: Callable[[T], Standings] | None = None,
        is_closed: Callable[[T], bool] | None = None,
        elsewhere: Mapping[str, Callable[[T], Sequence[str]]] | None = None,
        schema: int = 1,
        upcast: Upcast | None = None,
    ) -> Aggregates[T]:
        """The aggregates of one kind, in the collection of this name.

        `path_of` gives the units and councils that an actor must be granted one of; without it only systems get any.
        `own_of` names those of whom a part of it is.
        `elsewhere` gives other units for the actions that it names.
        `standings_of` gives the people of a file, some of whom must not do some things.
        `is_closed` says when a thing is at its end, from where on its inbox grows old.
        """
        path = self._paths.get(name) or self._path_kind(
            self._database[name], partial(self._rule_of, name), self._answer_within
        )
        self._paths[name] = path
        self._keys[name] = "_id"
        codec = Codec(kind, schema, upcast)
        return Aggregates(
            name,
            codec,
            path,
            self._sealing,
            path_of=path_of,
            own_of=own_of,
            standings_of=standings_of,
            is_closed=is_closed,
            elsewhere=elsewhere,
        )

    def rows(self, name: str) -> Collection:
        """The driver's collection, for adapters' read models and queries.

        Rows that can be rebuilt are asked for at each use: which generation of them lives is known once the store is
        open.
        """
        return self._database[self.generations.rows(name)]

    def rows_at(self, name: str, generation: int) -> Collection:
        """The rows of one generation, whichever lives."""
        return self._database[placed_at(name, generation)]

    def inboxes(self) -> Sequence[Inboxes]:
        """The inboxes of each kind of aggregates, for the job that prunes them."""
        return [Inboxes(self._database[name]) for name in self._paths]

    def log(self, name: str, key: str) -> Collection:
        """A log whose documents carry an outbox too; `key` names the unique field with the aggregate's id (a UUID).

        Who appends tells `kept` what is owed. Declare the unique index on `key`: outboxes are cleared by it.
        """
        self._keys[name] = key
        return self._database[name]

    def kept(self, name: str, entries: list[OutboxEntry]) -> None:
        """These events of a log were just kept and may go out."""
        self._hand_over(name, entries)

    def collection(self, name: str) -> Collection:
        """The same, for the writes that are no save, such as a secret ballot."""
        return self._database[name]

    async def ensure_indexes(self, declared: Sequence[Index] = ()) -> None:
        """Make the declared indexes, those of all outboxes and of the parked records.

        Raises: IndexesDifferError, UnavailableError.
        """
        await indexes.ensure(self._database, self._all_of(declared))

    async def check_indexes(self, declared: Sequence[Index] = ()) -> None:
        """Verify what `ensure_indexes` makes. Raises: IndexesDifferError, UnavailableError."""
        await indexes.check(self._database, self._all_of(declared))

    async def next_number(self, name: str) -> int:
        """The next number of a row such as `nominations/2026`, from 1. An unanswered call may leave a gap.

        Raises: UnavailableError.
        """
        try:
            async with asyncio.timeout(self._answer_within):
                return await counters.next_number(self._database[counters.COUNTERS], name)
        except TimeoutError as error:
            raise UnavailableError("MongoDB did not answer in time") from error

    async def pending_outboxes(self, limit: int) -> Sequence[OutboxEntry]:
        """All entries of at most `limit` aggregates, oldest first, read from the majority. Raises: UnavailableError."""
        return await self._outboxes.pending(limit)

    async def clear_outbox(self, entries: Sequence[OutboxEntry]) -> None:
        """Take published entries out of their outboxes. Raises: UnavailableError."""
        await self._outboxes.clear(entries)

    async def lease(self, name: str) -> Lease | None:
        """The lease as it stands. Raises: UnavailableError."""
        return await counters.lease(self._database[counters.COUNTERS], name)

    async def take_lease(self, name: str, holder: str, seen: Lease | None) -> bool:
        """Take or keep the lease if it still stands as it was seen; its beat grows by one. Raises: UnavailableError."""
        return await counters.take_lease(self._database[counters.COUNTERS], name, holder, seen)

    def _all_of(self, declared: Sequence[Index]) -> tuple[Index, ...]:
        self._declared += tuple(index for index in declared if index not in self._declared)
        placed = (replace(index, collection=self.generations.rows(index.collection)) for index in self._declared)
        inboxes = (index for name in self._paths for index in indexes.inbox_indexes(name))
        return (*placed, *(indexes.outbox_index(name) for name in self._keys), *inboxes, *PARKED_INDEXES)

    def _rule_of(self, collection: str, error: Mapping[str, Any]) -> str:
        return indexes.rule_of(self._declared, collection, error)

    def _hand_over(self, collection: str, entries: list[OutboxEntry]) -> None:
        self._outboxes.settle(collection, entries)
        if not self._owed:
            # Not told from here: a relay that fails must not turn a kept save into an error.
            asyncio.get_running_loop().call_soon(self._tell)
        self._owed += entries

    def _tell(self) -> None:
        entries, self._owed = self._owed, []
        if self.on_kept is not None:
            self.on_kept(entries)
