"""Compares what a scenario expects with what came: field by field, with a sentence for each difference."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deploy.standalone.playing.asking import Answer
from shared.kernel.workdays import Calendar, NoCalendarError

_ABSENT = object()
_WORDS = ("title", "way_out_vi", "detail_en", "way_out_en")
"""What every refusal must say: why, and what to do, in both languages."""

_SUM = {"working_days", "after", "is"}


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows the calendar by which expected working days are counted. `is_moved`: the story was moved to another day."""

    calendar: Calendar
    is_moved: bool = False

    def differences(self, expected: Mapping[str, Any], answer: Answer) -> list[str]:
        """What is not as expected; nothing expected means that the step must succeed."""
        rest, found = dict(expected), []
        status = rest.pop("status", None) if isinstance(rest.get("status"), int) else None
        codes = rest.pop("refused", None)
        if status is not None and status != answer.status:
            found.append(f"status: {status} expected, {answer.status} came")
        if codes is not None:
            found += _refusal(codes, answer)
        if status is None and codes is None and not answer.is_success:
            return [f"must succeed, but {answer.status} came: {_short(answer.body)}"]
        return [*found, *self._mapping(rest, answer.body, "")]

    def _mapping(self, want: Mapping[str, Any], have: Any, place: str) -> Iterator[str]:
        for key, inner in want.items():
            yield from self._compare(inner, _at(have, str(key)), f"{place}.{key}" if place else str(key))

    def _compare(self, want: Any, have: Any, place: str) -> Iterator[str]:
        if isinstance(want, Mapping) and want and set(want) <= _SUM:
            yield from self._working_days(want, have, place)
        elif isinstance(want, Mapping) and want and set(want) <= set(MATCHERS):
            for name, argument in want.items():
                if not MATCHERS[name](self, argument, have):
                    yield f"{place}: {name} {_short(argument)} expected, {_short(have)} came"
        elif isinstance(want, Mapping) and isinstance(have, Mapping):
            yield from self._mapping(want, have, place)
        elif not self.equal(want, have):
            yield f"{place}: {_short(want)} expected, {_short(have)} came"

    def equal(self, want: Any, have: Any) -> bool:
        """Whether two values mean the same; JSON has dates and instants as text."""
        if isinstance(want, datetime):
            return isinstance(have, str) and _instant(have) == want
        if isinstance(want, date):
            return bool(have == want.isoformat())
        if isinstance(want, list | tuple):
            return isinstance(have, list) and len(want) == len(have) and all(map(self.fits, want, have))
        return bool(want == have) and isinstance(want, bool) == isinstance(have, bool)

    def fits(self, want: Any, have: Any) -> bool:
        """Whether a part of a list is as expected."""
        return not list(self._compare(want, have, ""))

    def _working_days(self, want: Mapping[str, Any], have: Any, place: str) -> Iterator[str]:
        try:
            due = self.calendar.add(want["after"], want["working_days"])
        except NoCalendarError as error:
            yield f"{place}: {error}"
            return
        if not self.is_moved and want.get("is", due) != due:
            yield f"{place}: the scenario says {want['is']}, but the calendar says {due}"
        if have != due.isoformat():
            yield f"{place}: {due} expected, {_short(have)} came"


def _refusal(codes: list[str], answer: Answer) -> Iterator[str]:
    if answer.is_success:
        yield f"refused: {codes} expected, but it was done: {_short(answer.body)}"
    elif not set(codes) <= answer.codes:
        yield f"refused: {codes} expected, {sorted(answer.codes) or answer.status} came: {_short(answer.body)}"
    elif wordless := [name for name in _WORDS if not answer.body.get(name)]:
        yield f"refused: as expected, but without {wordless}: {_short(answer.body)}"


def _at(thing: Any, key: str) -> Any:
    """A field, or a path such as `reasons.*.code`; `*` stands for every member of a list."""
    if isinstance(thing, Mapping) and key in thing:
        return thing[key]
    head, dot, rest = key.partition(".")
    if head == "*" and isinstance(thing, list):
        return [_at(inner, rest) if dot else inner for inner in thing]
    if isinstance(thing, list) and head.isdigit():
        inner = thing[int(head)] if int(head) < len(thing) else _ABSENT
    else:
        inner = thing.get(head, _ABSENT) if isinstance(thing, Mapping) else _ABSENT
    return _at(inner, rest) if dot and inner is not _ABSENT else inner


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _short(value: Any) -> str:
    text = "nothing" if value is _ABSENT else str(value)
    return text if len(text) <= 400 else text[:400] + "…"  # noqa: PLR2004 - a line on a terminal


def _contains(_: Judge, want: Any, have: Any) -> bool:
    if isinstance(have, str):
        return str(want).casefold() in have.casefold()
    return isinstance(have, list) and want in have


def _in_order(judge: Judge, want: Any, have: Any) -> bool:
    left: Iterator[Any] = iter(have if isinstance(have, list) else ())
    return all(any(judge.fits(one, other) for other in left) for one in want)


def _members(judge: Judge, want: Any, have: Any) -> int:
    return sum(judge.fits(want, one) for one in have) if isinstance(have, list) else -1


def _size(have: Any) -> int:
    return len(have) if isinstance(have, list | str | Mapping) else -1


MATCHERS: Mapping[str, Callable[[Judge, Any, Any], bool]] = {
    "absent": lambda _, want, have: (have is _ABSENT or have is None) == want,
    "not": lambda judge, want, have: not judge.fits(want, have),
    "one_of": lambda judge, want, have: any(judge.fits(one, have) for one in want),
    "contains": _contains,
    "matches": lambda _, want, have: isinstance(have, str) and re.search(str(want), have) is not None,
    "includes": lambda judge, want, have: all(_members(judge, one, have) > 0 for one in want),
    "same_members": lambda judge, want, have: (
        _size(have) == len(want) and all(_members(judge, one, have) == 1 for one in want)
    ),
    "in_order": _in_order,
    "count": lambda _, want, have: _size(have) == want,
    "at_least": lambda _, want, have: isinstance(have, int | float) and have >= want,
    "at_most": lambda _, want, have: isinstance(have, int | float) and have <= want,
    "has": lambda judge, want, have: _members(judge, want, have) > 0,
    "has_one": lambda judge, want, have: _members(judge, want, have) == 1,
    "has_no": lambda judge, want, have: _members(judge, want, have) == 0,
}
"""What an expectation may say instead of a plain value."""
