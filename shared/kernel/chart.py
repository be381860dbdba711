"""Where a role reaches: its unit, all below it, what was taken over by either, and the members of a cluster. Pure.

Source: the domain's roles (a role holds for a unit subtree and dates) and its rule "Lineage" (the successor decides).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.lineage import Lineage

UnitKind = Literal["MINISTRY", "PROVINCE_COMMITTEE", "STP", "THADS", "THADS_REGIONAL", "COMMUNE_COMMITTEE"]
"""What kinds of units there are; a rule pack may name a grantor by one. Source: the domain's glossary."""

_PERSONAL: Final = frozenset({Role.PEER, Role.CITIZEN, Role.RECIPIENT})
"""Who belongs to a unit belongs to those that take its place, and keeps what was given there."""


def climbed(code: str, above: Callable[[str], Sequence[str]], below: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """From the roots to a unit, by who stands above each; the first of those stands last, right before the unit."""
    if code in below:
        return ()
    steps = (step for parent in reversed(above(code)) for step in climbed(parent, above, below | {code}))
    return tuple(dict.fromkeys((*steps, code)))


@dataclass(frozen=True, slots=True)
class Chart:
    """All units: who stands above each, who came after whom, which are in each cluster, and what all are called."""

    lineage: Lineage = field(default_factory=Lineage)
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clusters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """What people call a unit or cluster; of one that is not known its code."""
        return self.names.get(code, code)

    def path(self, code: str) -> tuple[str, ...]:
        """From the roots to the unit; of an unknown unit itself alone."""
        return self.paths.get(code, (code,))

    def heirs(self, code: str, on: date) -> tuple[str, ...]:
        """Who stands in the place of a unit that has ended by that day; nobody while it stands."""
        return tuple(sorted(self.lineage.successors_on(code, on))) if self.lineage.has_ended(code, on) else ()

    def above(self, code: str, on: date) -> str | None:
        """Who stands right above a unit, or above the one in its place, on its command line; nobody at the top."""
        heirs = self.heirs(code, on)
        path = self.path(heirs[0] if len(heirs) == 1 else code)
        return path[-2] if len(path) > 1 else None

    def reach(self, on: date) -> "Reach":
        """Where roles reach on that day."""
        ended = {one.predecessor for one in self.lineage.successions if one.on <= on and one.ends}
        successors = {code: self.lineage.successors_on(code, on) for code in ended}
        also: dict[str, set[str]] = {}
        for code, later in successors.items():
            for place in {place for unit in later for place in self.path(unit)}:
                also.setdefault(place, set()).add(code)
        return Reach(also, successors, self.clusters)


@dataclass(frozen=True, slots=True)
class Reach:
    """What roles hold for besides their own unit: `also` by place, of each ended unit its `successors`.

    Who leads one of the `clusters` reaches its members.
    """

    also: Mapping[str, frozenset[str] | set[str]]
    successors: Mapping[str, frozenset[str]]
    clusters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, actor: Actor) -> Actor:
        """The actor with a grant for each place that a role reaches. An office ends with its unit."""
        grants = tuple(one for grant in actor.grants for one in self._led(grant))
        if grants == actor.grants and not any(one.at in self.also or one.at in self.successors for one in grants):
            return actor
        return replace(actor, grants=tuple(dict.fromkeys(one for grant in grants for one in self._each(grant))))

    def _led(self, grant: Grant) -> list[Grant]:
        members = self.clusters.get(grant.at, ()) if grant.role is Role.CLUSTER_LEAD else ()
        return [grant, *(Grant(grant.role, member) for member in members)]

    def _each(self, grant: Grant) -> list[Grant]:
        also = [Grant(grant.role, place) for place in sorted(self.also.get(grant.at, ()))]
        if grant.at not in self.successors:
            return [grant, *also]
        if grant.role not in _PERSONAL:
            return []
        return [grant, *also, *(Grant(grant.role, place) for place in sorted(self.successors[grant.at]))]
