"""Where a role reaches: its unit, all below it, and what was taken over by either. Pure.

Source: the domain's roles (a role holds for a unit subtree and dates) and its rule "Lineage" (the successor decides).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.lineage import Lineage

_PERSONAL: Final = frozenset({Role.PEER, Role.CITIZEN, Role.RECIPIENT})
"""Who belongs to a unit belongs to those that take its place, and keeps what was given there."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All units: who stands above each, and who came after whom."""

    lineage: Lineage = field(default_factory=Lineage)
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def path(self, code: str) -> tuple[str, ...]:
        """From the roots to the unit; of an unknown unit itself alone."""
        return self.paths.get(code, (code,))

    def heirs(self, code: str, on: date) -> tuple[str, ...]:
        """Who stands in the place of a unit that has ended by that day; nobody while it stands."""
        return tuple(sorted(self.lineage.successors_on(code, on))) if self.lineage.has_ended(code, on) else ()

    def reach(self, on: date) -> "Reach":
        """Where roles reach on that day."""
        ended = {one.predecessor for one in self.lineage.successions if one.on <= on and one.ends}
        successors = {code: self.lineage.successors_on(code, on) for code in ended}
        also: dict[str, set[str]] = {}
        for code, later in successors.items():
            for place in {place for unit in later for place in self.path(unit)}:
                also.setdefault(place, set()).add(code)
        return Reach(also, successors)


@dataclass(frozen=True, slots=True)
class Reach:
    """What roles hold for besides their own unit: `also` by place, and of each ended unit its `successors`."""

    also: Mapping[str, frozenset[str] | set[str]]
    successors: Mapping[str, frozenset[str]]

    def of(self, actor: Actor) -> Actor:
        """The actor with a grant for each place that a role reaches. An office ends with its unit."""
        if not any(grant.at in self.also or grant.at in self.successors for grant in actor.grants):
            return actor
        return replace(actor, grants=tuple(dict.fromkeys(one for grant in actor.grants for one in self._each(grant))))

    def _each(self, grant: Grant) -> list[Grant]:
        also = [Grant(grant.role, place) for place in sorted(self.also.get(grant.at, ()))]
        if grant.at not in self.successors:
            return [grant, *also]
        if grant.role not in _PERSONAL:
            return []
        return [grant, *also, *(Grant(grant.role, place) for place in sorted(self.successors[grant.at]))]
