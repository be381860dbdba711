"""How a council votes, as its rule pack has it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

NO_ABSENTEE: Final = "none"
WRITTEN: Final = "written"


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome of a vote. `base` is what the share is taken of; `share` is exact."""

    yes: int
    no: int
    base: int
    threshold: Fraction
    passed: bool

    @property
    def share(self) -> Fraction:
        """Yes votes of the base; 0 when there is nobody to count."""
        return Fraction(self.yes, self.base) if self.base else Fraction(0)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How a council decides. `denominator`: `all` counts recused members, `present` does not.

    `secret`: nobody learns who chose what; else each choice is kept with its member. `absentee`: whether a member who
    is not there may vote in writing (`written`). `electronic`: whether members vote through the system at all.
    """

    denominator: str
    quorum: Fraction
    threshold: Fraction
    secret: bool
    absentee: str = NO_ABSENTEE
    electronic: bool = True

    @property
    def takes_paper(self) -> bool:
        """Whether the secretary may enter what a member chose on paper."""
        return self.absentee == WRITTEN or not self.electronic

    def needed(self, entitled: int) -> int:
        """How many of the entitled (not recused) members must take part."""
        return -(-self.quorum.numerator * entitled // self.quorum.denominator)

    def tally(self, *, members: int, present: int, yes: int) -> Tally:
        """Count a vote of `members` seats in which `present` members voted, `yes` of them in favour."""
        base = members if self.denominator == "all" else present
        passed = base > 0 and Fraction(yes, base) >= self.threshold
        return Tally(yes, present - yes, base, self.threshold, passed)
