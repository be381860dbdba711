"""Aggregates of one kind: get, find, save. No call lacks a cause, so nobody can forget inbox or outbox."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import AlreadyHandledError, ForbiddenError, OutdatedError, StaleError
from shared.kernel.policy import permit
from shared.kernel.separations import Standings, keep_apart
from shared.runtime.bus.envelope import OutboxEntry, seal
from shared.runtime.failpoints import Failpoint, reached
from shared.runtime.memory import memory
from shared.runtime.store.chain import GENESIS, digest_of, link
from shared.runtime.store.codec import Codec, Thing
from shared.runtime.store.found import Found
from shared.runtime.store.writes import Draft, Write, entries_of, write_of

T = TypeVar("T", bound=Thing)

_REMEMBERED = 5_000


class Path(Protocol):
    """The way to one collection, gathered or plain."""

    async def read(self, thing_id: UUID, *, urgent: bool) -> bytes | None:
        """The document's BSON, or None. Raises: UnavailableError."""

    async def save(self, write: Write, *, urgent: bool) -> bool:
        """Whether the save was kept; False when its cause was handled before. Raises: as `Aggregates.save`."""

    async def close(self) -> None:
        """Answer what was accepted, then accept nothing."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A thing as it stands, for reading. `seq` is the number of its last event."""

    thing: T
    version: int
    seq: int


class _Seen(NamedTuple):
    """What a read or a save showed of the envelope, and the thing itself when it was saved here."""

    version: int
    seq: int
    chain: bytes | None
    pending: Sequence[OutboxEntry]
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Sealing:
    """How the events of a store are sealed and handed to the relay."""

    service: str
    clock: Clock
    hand_over: Callable[[str, list[OutboxEntry]], None]


class Aggregates(Generic[T]):
    """Where the aggregates of one kind are kept, each with the causes it handled and the events it still owes.

    An actor needs a role on `path_of`; for the actions of `elsewhere`, on the path that is named there.
    """

    def __init__(
        self,
        name: str,
        codec: Codec[T],
        path: Path,
        sealing: Sealing,
        *,
        path_of: Callable[[T], Sequence[str]] | None = None,
        own_of: Callable[[T], Sequence[str]] = lambda _: (),
        standings_of: Callable[[T], Standings] | None = None,
        is_closed: Callable[[T], bool] | None = None,
        elsewhere: Mapping[str, Callable[[T], Sequence[str]]] | None = None,
    ) -> None:
        self._name = name
        self._codec = codec
        self._path = path
        self._sealing = sealing
        self._path_of = path_of
        self._own_of = own_of
        self._standings_of = standings_of
        self._is_closed = is_closed
        self._elsewhere = elsewhere or {}
        self._seen: OrderedDict[UUID, _Seen] = OrderedDict()

    async def get(self, thing_id: UUID, cause: Cause) -> T:
        """The thing, for a change by this cause.

        Raises: ForbiddenError (OUT_OF_SCOPE: absent, or not for this actor), RoleSeparationError,
        AlreadyHandledError (a repeat), CauseReusedError (a repeat with another body), OutdatedError (the actor decided
        upon another version), UnavailableError.
        """
        if (remembered := self._remembered(thing_id)) is not None:
            self._permit(cause, remembered)
            return remembered
        found = await self._read(thing_id, urgent=not cause.actor.is_system)
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        thing = self._codec.thing_of(found.document)
        self._permit(cause, thing)
        if found.token(cause.id, cause.body_hash) is not None:
            raise AlreadyHandledError
        if cause.expected not in (None, thing.version):
            raise OutdatedError
        return thing

    async def find(self, thing_id: UUID) -> Stored[T] | None:
        """The thing as it stands, for reading; the caller checks the scope. Raises: UnavailableError."""
        found = await self._read(thing_id, urgent=True)
        if found is None:
            return None
        return Stored(self._codec.thing_of(found.document), found.document["version"], found.document["seq"])

    async def save(self, thing: T, *, emits: Sequence[Event] = (), because_of: Cause) -> bool:
        """Keep the thing, its events and the id of their cause, all or nothing. Version 0 creates.

        Returns False and keeps nothing when that cause was handled before.
        Raises: StaleError (someone saved it since it was read: get, decide again), TakenError (a unique rule),
        AlreadyExistsError (created by another cause), CauseReusedError, TooLargeError, UnkeepableError,
        UnavailableError (unknown outcome: repeat with the same cause).
        """
        if (tried := memory()) is not None:
            tried.rely(thing.id)
        seen = await self._recall(thing, because_of)
        if seen is None:
            return False
        write = self._write(thing, seen, emits, because_of)
        is_kept = await self._path.save(write, urgent=not because_of.actor.is_system)
        if is_kept and tried is not None:
            tried.prove(thing.id)
        if because_of.source is not None:
            reached(Failpoint.MID_FAN_OUT)
        return is_kept

    def _write(self, thing: T, seen: _Seen, emits: Sequence[Event], cause: Cause) -> Write:
        at = self._sealing.clock()
        entries = [
            seal(
                event,
                aggregate_id=thing.id,
                seq=seen.seq + n,
                n=n,
                cause=cause,
                source=self._sealing.service,
                at=at,
            )
            for n, event in enumerate(emits, start=1)
        ]
        draft = Draft(
            id=thing.id,
            expected=thing.version,
            schema=self._codec.schema,
            seq=seen.seq,
            state=self._codec.state_of(thing),
            entries=entries,
            chain=_chained(seen, entries),
            at=at,
            closed_at=at if self._is_closed is not None and self._is_closed(thing) else None,
        )
        return write_of(draft, cause, lambda: self._kept(thing, draft, seen))

    def _remembered(self, thing_id: UUID) -> T | None:
        tried, seen = memory(), self._seen.get(thing_id)
        if tried is None or seen is None or seen.thing is None:
            return None
        tried.take(thing_id)
        thing: T = seen.thing
        return thing

    def _permit(self, cause: Cause, thing: T) -> None:
        path_of = self._elsewhere.get(cause.action, self._path_of)
        path = path_of(thing) if path_of is not None else ()
        permit(cause.actor, cause.action, path, self._own_of(thing))
        if self._standings_of is not None:
            keep_apart(cause.actor, cause.action, self._standings_of(thing))

    async def _read(self, thing_id: UUID, *, urgent: bool) -> Found | None:
        raw = await self._path.read(thing_id, urgent=urgent)
        if raw is None:
            return None
        found = Found.of(raw)
        seen, before = _seen_in(found), self._seen.get(thing_id)
        if before is not None and before.version == seen.version:
            seen = seen._replace(thing=before.thing)
        self._remember(thing_id, seen)
        return found

    async def _recall(self, thing: T, cause: Cause) -> _Seen | None:
        """What was seen of the version that the thing was read at; None when the cause was handled since."""
        if thing.version == 0:
            return _Seen(0, 0, None, ())
        seen = self._seen.get(thing.id)
        if seen is not None and seen.version == thing.version:
            return seen
        found = await self._read(thing.id, urgent=not cause.actor.is_system)
        if found is not None and found.token(cause.id, cause.body_hash) is not None:
            return None
        if found is None or found.document["version"] != thing.version:
            raise StaleError
        return _seen_in(found)

    def _remember(self, thing_id: UUID, seen: _Seen) -> None:
        self._seen[thing_id] = seen
        self._seen.move_to_end(thing_id)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def _kept(self, thing: T, draft: Draft, seen: _Seen) -> None:
        saved: Any = thing  # a dataclass, which the type of a Thing does not say
        as_kept = replace(saved, version=draft.expected + 1)
        self._remember(draft.id, _Seen(draft.expected + 1, draft.seq + len(draft.entries), draft.chain, (), as_kept))
        entries = [*seen.pending, *draft.entries]
        if entries:
            self._sealing.hand_over(self._name, entries)


def _seen_in(found: Found) -> _Seen:
    kept = found.document
    return _Seen(kept["version"], kept["seq"], kept.get("chain"), entries_of(kept))


def _chained(seen: _Seen, entries: Sequence[OutboxEntry]) -> bytes | None:
    chain = seen.chain
    for entry in entries:
        chain = link(chain or GENESIS, entry.seq, digest_of(entry.raw_headers, entry.data))
    return chain
