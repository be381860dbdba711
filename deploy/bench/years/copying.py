"""Copies of documents: a file that was really played, again with other ids, numbers, people, places and days."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

_LAW = frozenset({"pack_version"})
"""Fields that look like days and are none."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|$)")


@dataclass(frozen=True, slots=True)
class Copy:
    """What is other in one copy: texts by what they stand for, ids, and by how many days everything moved."""

    texts: Mapping[str, str]
    ids: Mapping[UUID, UUID]
    days: timedelta


Maker = Callable[[Copy], Any]


def copier(value: Any, texts: frozenset[str], ids: frozenset[UUID]) -> Maker:
    """A function that makes copies of a document in which these texts and ids are other."""
    longest_first = sorted(map(re.escape, texts), key=len, reverse=True)
    return _maker(value, re.compile("|".join(longest_first)), ids) or _as_it_is(value)


def _as_it_is(value: Any) -> Maker:
    return lambda _: value


def _maker(value: Any, texts: re.Pattern[str], ids: frozenset[UUID]) -> Maker | None:
    """None when the value is the same in every copy."""
    match value:
        case dict():
            return _mapping(value, texts, ids)
        case list():
            return _list(value, texts, ids)
        case str():
            return _text(value, texts)
        case UUID() if value in ids:
            return lambda copy: copy.ids[value]
        case datetime():
            return lambda copy: value + copy.days
    return None


def _text(value: str, texts: re.Pattern[str]) -> Maker | None:
    if _DAY.match(value):
        day, rest = date.fromisoformat(value[:10]), value[10:]
        return lambda copy: (day + copy.days).isoformat() + rest
    if texts.search(value):
        return lambda copy: texts.sub(lambda found: copy.texts[found[0]], value)
    return None


def _mapping(value: dict[str, Any], texts: re.Pattern[str], ids: frozenset[UUID]) -> Maker | None:
    told = {name: inner for name, inner in value.items() if name not in _LAW}
    made = {name: maker for name, inner in told.items() if (maker := _maker(inner, texts, ids)) is not None}
    names = {name: maker for name in value if (maker := _maker(name, texts, ids)) is not None}
    if not made and not names:
        return None
    same = {name: inner for name, inner in value.items() if name not in made and name not in names}
    if not names:
        return lambda copy: same | {name: maker(copy) for name, maker in made.items()}
    inner = {name: made.get(name) or _as_it_is(value[name]) for name in names}
    rest = {name: maker for name, maker in made.items() if name not in names}
    return lambda copy: (
        same
        | {name: maker(copy) for name, maker in rest.items()}
        | {maker(copy): inner[name](copy) for name, maker in names.items()}
    )


def _list(value: list[Any], texts: re.Pattern[str], ids: frozenset[UUID]) -> Maker | None:
    makers = [_maker(inner, texts, ids) for inner in value]
    if not any(makers):
        return None
    each = [maker or _as_it_is(inner) for maker, inner in zip(makers, value, strict=True)]
    return lambda copy: [maker(copy) for maker in each]
