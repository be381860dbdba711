"""Indexes declared as data: made by `migrate`, verified by a running service.

A unique index is a rule: one that is declared no more would refuse what is right by now, so `migrate` takes it away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.errors import OperationFailure

from shared.runtime.store.driver import Collection, Database, Document, unavailable_when_unanswered
from shared.runtime.store.inboxes import IS_LARGE, LARGE_INDEX, PRUNABLE, PRUNABLE_INDEX

_CONFLICTS = frozenset({85, 86})
_GONE = 27


class IndexesDifferError(Exception):
    """The database has other indexes than declared: one is missing, has other options, or is a rule of earlier days.

    Changed options need a new name.
    """

    def __init__(self, complaints: Iterable[str]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(self.complaints))


@dataclass(frozen=True)
class Index:
    """One index. `keys` are pairs of field and 1 or -1. A unique one is a rule, and `name` is the rule's name.

    There is no sparse option: the strict Stable API ignores such an index. Use `partial`, and name its condition in
    the query.
    """

    collection: str
    keys: tuple[tuple[str, int], ...]
    name: str = ""
    unique: bool = False
    partial: Mapping[str, Any] | None = None
    collation: Mapping[str, Any] | None = None
    expire_after_seconds: int | None = None

    @property
    def title(self) -> str:
        """The name, or the one that MongoDB derives from the keys."""
        return self.name or "_".join(f"{field}_{order}" for field, order in self.keys)

    @property
    def _options(self) -> Document:
        options: Document = {"unique": self.unique or None, "expireAfterSeconds": self.expire_after_seconds}
        options["partialFilterExpression"] = dict(self.partial) if self.partial is not None else None
        options["collation"] = dict(self.collation) if self.collation is not None else None
        return {name: option for name, option in options.items() if option is not None}

    def model(self) -> IndexModel:
        """The driver's form."""
        return IndexModel(list(self.keys), name=self.title, **self._options)

    def differs_from(self, found: Mapping[str, Any]) -> bool:
        """Whether the index that the database has under this name is another one."""
        options = self._options
        collation = options.pop("collation", {})
        same_keys = list(found["key"].items()) == list(self.keys)
        same_collation = collation.items() <= dict(found.get("collation", {})).items()
        has_collation = bool(collation) == ("collation" in found)
        names = ("unique", "expireAfterSeconds", "partialFilterExpression")
        return not (
            same_keys
            and same_collation
            and has_collation
            and all(_plain(_set(found, name)) == options.get(name) for name in names)
        )


def outbox_index(collection: str) -> Index:
    """What the poller reads by; partial, because an unfiltered one would hold every empty outbox."""
    return Index(collection, (("outbox.at", 1),), name="outbox", partial={"outbox.at": {"$exists": True}})


def inbox_indexes(collection: str) -> tuple[Index, Index]:
    """The indexes by which inboxes are pruned and large ones found; documents leave them when they are pruned."""
    return (
        Index(collection, (("closed_at", 1),), name=PRUNABLE_INDEX, partial=PRUNABLE),
        Index(collection, (("updated_at", 1),), name=LARGE_INDEX, partial=IS_LARGE),
    )


def rule_of(declared: Iterable[Index], collection: str, error: Mapping[str, Any]) -> str:
    """The name of the unique index that a duplicate key error is about: the error itself names only keys."""
    keys = tuple((field, int(order)) for field, order in error.get("keyPattern", {}).items())
    for index in declared:
        if index.collection == collection and index.unique and index.keys == keys:
            return index.title
    return Index(collection, keys).title


async def ensure(database: Database, declared: Iterable[Index]) -> None:
    """Make what is missing, then drop the rules that are declared no more.

    Raises: IndexesDifferError, UnavailableError.
    """
    for name, indexes in _by_collection(declared).items():
        with unavailable_when_unanswered():
            try:
                await database[name].create_indexes([index.model() for index in indexes])
            except OperationFailure as error:
                if error.code not in _CONFLICTS:
                    raise
                raise IndexesDifferError([f"{name}: {error}"]) from error
            for title in _outlived(await _found(database[name]), indexes):
                await _drop(database[name], title)


async def check(database: Database, declared: Iterable[Index]) -> None:
    """Verify that every declared index is there as declared, and no other rule.

    Raises: IndexesDifferError, UnavailableError.
    """
    complaints = []
    for name, indexes in _by_collection(declared).items():
        found = await _found(database[name])
        for index in indexes:
            if index.title not in found:
                complaints.append(f"{name}.{index.title} is missing")
            elif index.differs_from(found[index.title]):
                complaints.append(f"{name}.{index.title} has other keys or options")
        complaints += [f"{name}.{title} is declared no more" for title in _outlived(found, indexes)]
    if complaints:
        raise IndexesDifferError(complaints)


async def _drop(collection: Collection, title: str) -> None:
    """Take an index away; a process that starts at the same time may be quicker."""
    try:
        await collection.drop_index(title)
    except OperationFailure as error:
        if error.code != _GONE:
            raise


async def _found(collection: Collection) -> Mapping[str, Mapping[str, Any]]:
    with unavailable_when_unanswered():
        return {each["name"]: each async for each in collection.list_indexes()}


def _outlived(found: Mapping[str, Mapping[str, Any]], declared: Iterable[Index]) -> list[str]:
    """The unique indexes that nobody declares."""
    titles = {index.title for index in declared}
    return [title for title, index in found.items() if index.get("unique") and title not in titles]


def _by_collection(declared: Iterable[Index]) -> Mapping[str, list[Index]]:
    by_name: dict[str, list[Index]] = {}
    for index in declared:
        by_name.setdefault(index.collection, []).append(index)
    return by_name


def _set(found: Mapping[str, Any], name: str) -> Any:
    """An option that is set; zero is a value, false is none."""
    return None if found.get(name) is False else found.get(name)


def _plain(option: Any) -> Any:
    return {name: _plain(part) for name, part in option.items()} if isinstance(option, Mapping) else option
