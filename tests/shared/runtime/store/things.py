"""What the tests of the store keep: things that grow and may claim a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from shared.contracts.event import Event
from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.cause import Cause
from shared.runtime.store.aggregates import Aggregates
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import Document
from shared.runtime.store.indexes import Index

INDEXES = (
    Index("things", (("state.claim", 1),), name="one_claim", unique=True, partial={"state.claim": {"$type": "string"}}),
)
EPOCH = datetime(2026, 7, 1, tzinfo=UTC)
HEAD = Actor("head", (Grant(Role.UNIT_HEAD, "STP-HP"),))
STRANGER = Actor("stranger", (Grant(Role.UNIT_HEAD, "STP-HN"),))


@dataclass(frozen=True, slots=True)
class Thing:
    id: UUID
    version: int = 0
    unit_path: tuple[str, ...] = ("BTP", "STP-HP")
    size: int = 0
    claim: str | None = None
    text: str = ""


class ThingGrown(Event):
    type: ClassVar[str] = "thing.grown"
    topic: ClassVar[str] = "things.v1"
    key: ClassVar[str] = "thing_id"

    thing_id: UUID
    text: str = ""


def things_of(store: MongoStore) -> Aggregates[Thing]:
    return store.aggregates("things", Thing, path_of=lambda thing: thing.unit_path)


def grown(thing_id: UUID, text: str = "") -> ThingGrown:
    return ThingGrown(thing_id=thing_id, unit_id="STP-HP", unit_path=("BTP", "STP-HP"), text=text)


def a_cause(
    cause_id: UUID | None = None,
    *,
    body_hash: str | None = None,
    actor: Actor | None = None,
    expected: int | None = None,
) -> Cause:
    cause_id = cause_id or uuid4()
    return Cause(
        cause_id,
        actor or system("things"),
        "nomination.submit",
        correlation_id=cause_id,
        causation_id=cause_id,
        body_hash=body_hash,
        source="things.v1/0/7" if actor is None else None,
        expected=expected,
    )


async def kept(things: Aggregates[Thing], **fields: Any) -> Thing:
    """A new thing as it is read after it was kept."""
    thing = Thing(uuid4(), **fields)
    assert await things.save(thing, because_of=a_cause())
    return await reread(things, thing)


async def reread(things: Aggregates[Thing], thing: Thing) -> Thing:
    found = await things.find(thing.id)
    assert found is not None
    return found.thing


async def document_of(store: MongoStore, thing: Thing) -> Document:
    document = await store.rows("things").find_one({"_id": thing.id})
    assert document is not None
    return document


def names(outcomes: Sequence[object]) -> list[object]:
    """Outcomes as `True`, `False` or the error's name, as `asyncio.gather` returned them."""
    return [type(outcome).__name__ if isinstance(outcome, BaseException) else outcome for outcome in outcomes]
