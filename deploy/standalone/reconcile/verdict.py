"""What an invariant says of the facts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Self

MOST_KEPT = 10_000
"""Violations of one invariant that are kept; more than these are counted as these."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is not as promised. `at` names it by its ids; `is_repeat` says that it is there too often."""

    at: str
    what: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one invariant: what was counted and what is wrong. `is_judged` is false when nobody could say."""

    number: str
    title: str
    counted: str
    violations: tuple[Violation, ...] = ()
    is_judged: bool = True

    @classmethod
    def of(cls, number: str, title: str, counted: str, found: Iterable[Violation]) -> Self:
        """A judged invariant, each violation once."""
        kept: dict[Violation, None] = {}
        for violation in found:
            kept[violation] = None
            if len(kept) >= MOST_KEPT:
                break
        return cls(number, title, counted, tuple(kept))

    @classmethod
    def unjudged(cls, number: str, title: str, why: str) -> Self:
        """An invariant that could not be judged, and why: it is neither green nor red."""
        return cls(number, title, why, is_judged=False)

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.violations

    def lasting(self, before: Collection[Violation]) -> Self:
        """The same verdict with only those violations that stood before too."""
        known = set(before)
        return replace(self, violations=tuple(one for one in self.violations if one in known))
