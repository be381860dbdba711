"""Lineage of units: who took over from whom, and from which day on. Pure; a cycle in the facts ends no question.

Source: the domain's rule "Lineage": the deed belongs to its unit on that day; the successor on the decision day
decides; history follows lineage.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class TieKind(StrEnum):
    """How a unit is tied to another: the first two stand on the side of what was, the others on that of what came."""

    MERGED_INTO = "merged_into"
    SPLIT_INTO = "split_into"
    MERGED_FROM = "merged_from"
    SPLIT_FROM = "split_from"

    @property
    def leads_on(self) -> bool:
        """Whether the other unit is the successor."""
        return self in {TieKind.MERGED_INTO, TieKind.SPLIT_INTO}


@dataclass(frozen=True, slots=True)
class Tie:
    """One line of a unit's lineage: to which other unit, and the first day of what came."""

    kind: TieKind
    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Succession:
    """From its day on the successor goes on where the predecessor stood; `ends` when that was the predecessor's end."""

    predecessor: str
    successor: str
    on: date
    ends: bool = True


_Index = Mapping[str, Sequence[Succession]]


@dataclass(frozen=True, slots=True)
class Lineage:
    """All successions that are known, asked as of a day; no question looks at more of them than concern its unit."""

    successions: frozenset[Succession] = frozenset()
    _of: _Index = field(init=False, repr=False, compare=False)
    _into: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort them by each end."""
        object.__setattr__(self, "_of", _by(lambda one: one.predecessor, self.successions))
        object.__setattr__(self, "_into", _by(lambda one: one.successor, self.successions))

    def leads_to(self, former: str, later: str, on: date) -> bool:
        """Whether the history of one unit goes on in another by that day; a unit leads to itself."""
        return later == former or later in self.successors(former, on)

    def successors(self, code: str, on: date) -> frozenset[str]:
        """Every unit in which this one's history goes on by that day, however many mergers and splits lie between."""
        return _reached(code, lambda at: (one.successor for one in self._of.get(at, ()) if one.on <= on))

    def predecessors(self, code: str, on: date) -> frozenset[str]:
        """Every unit whose history goes on in this one by that day."""
        return _reached(code, lambda at: (one.predecessor for one in self._into.get(at, ()) if one.on <= on))

    def successors_on(self, code: str, on: date) -> frozenset[str]:
        """Who stands in the unit's place on that day: itself until it has ended, then those in which it goes on."""
        return frozenset(unit for unit in {code, *self.successors(code, on)} if not self.has_ended(unit, on))

    def taken_over_by(self, code: str, on: date) -> frozenset[str]:
        """The ended units in whose place this one stands on that day: their open matters are its own."""
        return frozenset(unit for unit in self.predecessors(code, on) if self.has_ended(unit, on))

    def has_ended(self, code: str, on: date) -> bool:
        """Whether others had taken the unit's place by that day."""
        return any(one.ends and one.on <= on for one in self._of.get(code, ()))


def successions_of(code: str, ties: Iterable[Tie], valid_to: date | None) -> Iterator[Succession]:
    """Who came after a unit, by its ties and its last day; one that went on for a while is succeeded twice."""
    for tie in ties:
        if not tie.kind.leads_on:
            continue
        if valid_to is None or tie.on <= valid_to:
            yield Succession(code, tie.unit, tie.on, ends=False)
        if valid_to is not None:
            yield Succession(code, tie.unit, max(tie.on, valid_to + timedelta(days=1)))


def _by(end: Callable[[Succession], str], successions: Iterable[Succession]) -> _Index:
    index: dict[str, list[Succession]] = {}
    for one in successions:
        index.setdefault(end(one), []).append(one)
    return index


def _reached(code: str, beyond: Callable[[str], Iterable[str]]) -> frozenset[str]:
    reached, waiting = set[str](), [code]
    while waiting:
        found = set(beyond(waiting.pop())) - reached - {code}
        reached |= found
        waiting.extend(found)
    return frozenset(reached)
