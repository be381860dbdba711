"""Reads the stores of the services: aggregates with inbox and outbox, and what is written for readers alone."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from sys import intern
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.facts import Handled, Heard, Notice, Row, SetAside, Shown, Thing
from deploy.standalone.reconcile.layout import FEED, Kind
from deploy.standalone.reconcile.reading.records import owed_of
from services.notifications.domain.register import GENESIS, Entry, first_broken
from services.reviews.adapters.mongo.formalities import OF_MOVEMENTS, REPORTS
from services.reviews.domain.session import Session
from shared.runtime.operating.pruning import KEPT_FOR
from shared.runtime.store.codec import Codec
from shared.runtime.store.driver import Client, Collection, Database, Document, unavailable_when_unanswered
from shared.runtime.store.generations import Generations
from shared.runtime.store.outbox import PENDING
from shared.runtime.store.units import LINEAGE

_FORMAL = (REPORTS, OF_MOVEMENTS)
_AT_ONCE = 1_000
_BALLOT = {"id", "choice"}
_SPARE = timedelta(days=1)
"""Pruning may have begun before we looked."""


class Stores:
    """The databases of one namespace, read with the majority's eyes. Its methods raise UnavailableError."""

    def __init__(self, client: Client, namespace: str) -> None:
        self._client = client
        self._prefix = namespace.replace(".", "-")

    def database(self, service: str) -> Database:
        """The database of a service."""
        return self._client[f"{self._prefix}_{service}"]

    async def generations(self, service: str) -> Generations:
        """Which generations of the service's read models live."""
        found = Generations(self.database(service))
        await found.load()
        return found

    async def things(self, kind: Kind, now: datetime) -> Mapping[UUID, Thing]:
        """All aggregates of one kind by id; of what tells only sometimes, those that told."""
        wanted = dict.fromkeys((kind.key, "seq", "chain", "outbox", "closed_at"), 1)
        wanted |= {f"state.{name}": 1 for name in kind.fields}
        wanted |= {f"inbox.{name}": 1 for name in ("k", "h", "src")}
        told = {kind.key: {"$exists": True}}
        found = (_thing(kind, one, now) async for one in _all(self.database(kind.service)[kind.name], wanted, told))
        return {thing.id: thing async for thing in found}

    async def owing(self, kind: Kind) -> int:
        """How many aggregates of one kind have events in their outbox."""
        with unavailable_when_unanswered():
            return await self.database(kind.service)[kind.name].count_documents(PENDING)

    async def instants(self, service: str, name: str, field: str, wanted: Document) -> Mapping[UUID, datetime]:
        """When something happened to each of the wanted aggregates, where it did."""
        found: dict[UUID, datetime] = {}
        async for one in _all(self.database(service)[name], {field: 1}, wanted):
            at: Any = one
            for part in field.split("."):
                at = at.get(part) if at is not None else None
            if at is not None:
                found[one["_id"]] = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        return found

    async def sessions(self) -> tuple[Sequence[Session], Sequence[str]]:
        """The councils' sessions, and where a stored ballot says more than its choice."""
        codec, found, loose = Codec(Session), list[Session](), list[str]()
        async for one in _all(self.database("reviews")["sessions"]):
            found.append(codec.thing_of(one))
            for vote in one["state"]["votes"]:
                more = {name for ballot in vote["ballots"] for name in ballot} - _BALLOT
                loose += [f"session {one['_id']} case {vote['case_id']} field {name}" for name in sorted(more)]
        return found, loose

    async def set_aside(self, service: str) -> Sequence[SetAside]:
        """The parked records of a service, topics and groups named as the product names them."""
        names = ("partition", "offset", "state", "reason")
        wanted = dict.fromkeys(("group", "topic", *names), 1)
        return [
            SetAside(one["_id"], _plain(one["group"]), _unplaced(one["topic"]), *(one[name] for name in names))
            async for one in _all(self.database(service)["parked"], wanted)
        ]

    async def heard(self) -> Mapping[UUID, Heard]:
        """The events that notifications keeps."""
        wanted = {"kind": 1, "is_planned": 1, "messages.id": 1}
        return {
            one["_id"]: Heard(one["_id"], one["kind"], one["is_planned"], tuple(each["id"] for each in one["messages"]))
            async for one in _all(self.database("notifications")["events"], wanted)
        }

    async def notices(self) -> Sequence[Notice]:
        """The in-app feed in its order."""
        wanted = dict.fromkeys(("entry", "event", "template", "audience"), 1)
        return [
            Notice(one["_id"], one["entry"], one["event"], one["template"], tuple(one["audience"]))
            async for one in _all(self.database("notifications")[FEED], wanted)
        ]

    async def shown(self) -> Shown:
        """Rows, register, wall, history of awards, figures and staff."""
        console, nominations = await self.generations("console"), await self.generations("nominations")
        rows = self.database("console")
        names = ("cases", "meetings", "decisions", "councils", "units")
        entries = [_entry(one) async for one in _all(self.database("notifications")["register"])]
        cards = [one async for one in _all(rows[console.rows("wall")], {"award_id": 1, "revoked_on": 1})]
        history = self.database("nominations")[nominations.rows("award_history")]
        rewarded = {one["_id"]: one.get("is_revoked", False) async for one in _all(history, {"is_revoked": 1})}
        reviews, live = self.database("reviews"), await self.generations("reviews")
        figures, staff = reviews[live.rows("figures")], reviews[live.rows("staff")]
        counted = [one async for row in _all(figures, {"counted": 1}) for one in row["counted"]]
        answers = reviews[live.rows("answers")]
        awaited = [one async for row in _all(answers, {"counted": 1}) for one in row["counted"]]
        formal = [one for name in _FORMAL async for one in _all(reviews[live.rows(name)], {"counted": 1, "seen": 1})]
        return Shown(
            rows={name: await _rows(rows[console.rows(name)]) for name in names},
            register=[entry.key for entry in entries],
            register_breaks_at=first_broken(entries, prev=GENESIS),
            wall=[card["award_id"] for card in cards if "award_id" in card],
            taken_back=frozenset(card["award_id"] for card in cards if card.get("revoked_on")),
            remembered=frozenset(rewarded),
            units={service: await self._units(service) for service in ("nominations", "reviews")},
            forgotten=frozenset(award_id for award_id, is_revoked in rewarded.items() if is_revoked),
            counted=Counter(one["id"] for one in counted),
            uncounted=frozenset(one["id"] for one in counted if one.get("is_taken_back", False)),
            expected=Counter(one["id"] for one in awaited),
            settled=frozenset(one["id"] for one in awaited if "answered_on" in one),
            formal=frozenset(_formal(formal)),
            staffed={one["_id"]: one["seen"] async for one in _all(staff, {"seen": 1})},
        )

    async def _units(self, service: str) -> Mapping[UUID, int]:
        """How far a service has followed each unit."""
        rows = self.database(service)[(await self.generations(service)).rows(LINEAGE)]
        return {one["_id"]: one["seen"] async for one in _all(rows, {"seen": 1})}


def _formal(rows: Sequence[Document]) -> Iterator[UUID]:
    """The movements that are known, and whatever is counted and was not taken back."""
    yield from (row["_id"] for row in rows if row.get("seen"))
    yield from (one["id"] for row in rows for one in row["counted"] if not one.get("is_taken_back", False))


async def _all(
    collection: Collection, fields: Mapping[str, int] | None = None, wanted: Document | None = None
) -> AsyncIterator[Document]:
    """Every document, or those that match, in the order of its `_id`, some at a time."""
    cursor = collection.find(wanted or {}, fields, batch_size=_AT_ONCE).sort("_id", 1)
    with unavailable_when_unanswered():
        while batch := await cursor.to_list(_AT_ONCE):
            for one in batch:
                yield one


def _thing(kind: Kind, one: Document, now: datetime) -> Thing:
    subject, closed_at = one[kind.key], one.get("closed_at")
    return Thing(
        kind=kind.name,
        id=subject,
        seq=one.get("seq", 1),
        state=one.get("state", {}),
        handled=tuple(_handled(each) for each in one.get("inbox", ())),
        owed=tuple(owed_of(each, subject) for each in sorted(one["outbox"], key=lambda each: int(each["seq"]))),
        is_pruned=closed_at is not None and now - closed_at > KEPT_FOR - _SPARE,
        chain=one.get("chain"),
    )


def _handled(entry: Mapping[str, Any]) -> Handled:
    return Handled(entry["k"], entry.get("h"), _unplaced(entry.get("src", "")))


async def _rows(collection: Collection) -> Mapping[UUID, Row]:
    wanted = {"seen": 1, "timeline.event": 1}
    return {
        one["_id"]: Row(one["_id"], one.get("seen", {}), [intern(line["event"]) for line in one.get("timeline", ())])
        async for one in _all(collection, wanted)
    }


def _entry(one: Document) -> Entry:
    fields = {name: value for name, value in one.items() if name not in {"_id", "entry"}}
    return Entry(seq=one["_id"], key=one["entry"], **fields)


def _unplaced(name: str) -> str:
    """The name of a topic, or of a place in it, without the namespace before its two parts (`awards.v1`)."""
    topic, slash, rest = name.partition("/")
    return ".".join(topic.split(".")[-2:]) + slash + rest


def _plain(group: str) -> str:
    """The name of a group without the generation that it reads for."""
    return group.partition("@")[0]
