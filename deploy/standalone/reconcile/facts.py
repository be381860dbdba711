"""What the invariants judge: the stores, the topics and a client's history, as plain facts that no tool stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.history import History
from services.reviews.domain.session import Session


@dataclass(frozen=True, slots=True)
class Handled:
    """A cause that an aggregate took in. `body_hash` is there for commands, `source` for events of the bus."""

    cause: UUID
    body_hash: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One copy of an event, on its topic or in an outbox, where it has no place yet.

    `digest` is of headers and data (`shared/runtime/store/chain.py`); `names` are the fields by which other things are
    found. `topic` has no namespace.
    """

    id: UUID
    type: str
    topic: str
    subject: UUID
    sequence: int
    cause: UUID
    digest: bytes
    names: Mapping[str, Any] = field(default_factory=dict)
    partition: int = -1
    offset: int = -1

    @property
    def place(self) -> tuple[str, int, int]:
        """Topic, partition and offset."""
        return self.topic, self.partition, self.offset


@dataclass(frozen=True, slots=True)
class Stray:
    """A record that is no event. `groups` are those that cannot read it and must have set it aside."""

    topic: str
    partition: int
    offset: int
    reason: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """One aggregate as it is kept; `kind` is its collection, `state` holds the fields that somebody judges.

    `chain` seals its events in their order; an item of a log has none.
    """

    kind: str
    id: UUID
    seq: int
    state: Mapping[str, Any] = field(default_factory=dict)
    handled: tuple[Handled, ...] = ()
    owed: tuple[Told, ...] = ()
    is_pruned: bool = False
    chain: bytes | None = None

    @property
    def stands(self) -> str:
        """The word for its state, empty for kinds that have none."""
        return str(self.state.get("state", ""))

    @property
    def is_held_by_itself(self) -> bool:
        """Whether a dispute about its deed holds it."""
        return bool((self.state.get("held") or {}).get("by_itself"))

    @property
    def stood(self) -> str:
        """The same, but of a thing that is held the state to which it returns."""
        held = self.state.get("held")
        return self.stands if held is None else str(held["before"])


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a group is in one partition: `committed` is the first offset that it has not handled for good."""

    group: str
    topic: str
    partition: int
    committed: int
    end: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that a group parked; discarded ones included, which hold nobody back."""

    id: UUID
    group: str
    topic: str
    partition: int
    offset: int
    state: str
    reason: str

    @property
    def place(self) -> tuple[str, int, int]:
        """Topic, partition and offset."""
        return self.topic, self.partition, self.offset


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that notifications keeps, with the ids of the messages it planned."""

    id: UUID
    kind: str
    is_planned: bool
    messages: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One item of the in-app feed. `number` is its place, `id` derived from event and template."""

    number: int
    id: UUID
    event: UUID
    template: str
    audience: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a read model: the last number that it saw of each source, and the types of its lines in order."""

    id: UUID
    seen: Mapping[str, int]
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What is written for readers alone: the register's keys in order, the wall's awards, the history of awards.

    Of those that are remembered, the `forgotten` were revoked and count no more; `taken_back` are cards that say so.

    `register_breaks_at` is the number of the first entry that does not follow from the one before. `counted` says how
    often figures count each award, `uncounted` which they took back; `expected` how often they count each suggestion,
    `settled` which were answered; `formal` is what figures of formalism know (files, movements, awards);
    `staffed` up to which of its events the staff of a unit is known.
    """

    rows: Mapping[str, Mapping[UUID, Row]] = field(default_factory=dict)
    register: Sequence[UUID] = ()
    register_breaks_at: int | None = None
    wall: Sequence[UUID] = ()
    taken_back: frozenset[UUID] = frozenset()
    remembered: frozenset[UUID] = frozenset()
    units: Mapping[str, Mapping[UUID, int]] = field(default_factory=dict)
    counted: Mapping[UUID, int] = field(default_factory=dict)
    uncounted: frozenset[UUID] = frozenset()
    forgotten: frozenset[UUID] = frozenset()
    expected: Mapping[UUID, int] = field(default_factory=dict)
    settled: frozenset[UUID] = frozenset()
    formal: frozenset[UUID] = frozenset()
    staffed: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """One reading of a world. `told` holds all copies of an aggregate's events, in the order of their offsets.

    `wanted` names the event types that each group handles.
    """

    things: Mapping[str, Mapping[UUID, Thing]] = field(default_factory=dict)
    told: Mapping[tuple[str, UUID], Sequence[Told]] = field(default_factory=dict)
    strays: Sequence[Stray] = ()
    reached: Sequence[Reached] = ()
    set_aside: Sequence[SetAside] = ()
    heard: Mapping[UUID, Heard] = field(default_factory=dict)
    notices: Sequence[Notice] = ()
    shown: Shown = field(default_factory=Shown)
    sessions: Sequence[Session] = ()
    loose_ballots: Sequence[str] = ()
    wanted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    history: History | None = None

    def of(self, kind: str) -> Mapping[UUID, Thing]:
        """The aggregates of one kind by id."""
        return self.things.get(kind, {})

    def all_things(self) -> Iterator[Thing]:
        """Every aggregate of every kind."""
        for kept in self.things.values():
            yield from kept.values()

    @cached_property
    def events(self) -> Mapping[UUID, Told]:
        """Each event on the bus once, by its first copy."""
        found: dict[UUID, Told] = {}
        for copies in self.told.values():
            for one in copies:
                found.setdefault(one.id, one)
        return found

    @cached_property
    def owed(self) -> frozenset[UUID]:
        """The ids of events that wait in an outbox."""
        return frozenset(one.id for thing in self.all_things() for one in thing.owed)

    @cached_property
    def commands(self) -> Mapping[UUID, Sequence[tuple[Thing, Handled]]]:
        """The people's commands that were taken in, by cause: which things have each of them."""
        found: dict[UUID, list[tuple[Thing, Handled]]] = {}
        for thing in self.all_things():
            for one in thing.handled:
                if one.body_hash is not None:
                    found.setdefault(one.cause, []).append((thing, one))
        return found

    @cached_property
    def spared(self) -> frozenset[tuple[str, UUID]]:
        """Group and event where the group parked the record and so owes no effect."""
        at = {one.place: one.id for copies in self.told.values() for one in copies}
        return frozenset((one.group, at[one.place]) for one in self.set_aside if one.place in at)
