"""Whether two deeds may be one: the same people, about the same days, told in like words. A likeness only asks.

Source: the domain's rule on duplicates; how near in days and how like in words is of the rule pack.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from services.nominations.domain.deed import Deed

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 3
WHOLE = 100


class Why(StrEnum):
    """Why another file may mean the same deed."""

    SAME_DEED = "same_deed"
    SAME_YEAR = "same_year"
    SAME_FACTS = "same_facts"
    LIKE_WORDS = "like_words"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file that was submitted or accepted earlier, of the same people, about the same days.

    One for a year's work has no deed.

    One that is not open was granted.
    """

    number: str
    subject_ref: str
    deed_id: UUID | None
    fingerprint: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier file that may mean the same deed: why, and how like the two are told, in whole percent.

    One for the same year and form, of the same subject, has no deed.
    """

    number: str
    deed_id: UUID | None
    why: Why
    similarity: int

    @property
    def is_certain(self) -> bool:
        """Whether it is for the same deed, one that was linked with it, or the same year; no mere likeness."""
        return self.why in (Why.SAME_DEED, Why.SAME_YEAR)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought for: the deed of a file, its subject, and the deeds that are linked with it."""

    deed: Deed
    subject_ref: str
    kin: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What was written of an earlier file's achievement."""

    number: str
    report: str


def candidate(sought: Sought, earlier: Earlier, other: Deed, similarity: Fraction) -> Candidate | None:
    """What an earlier file is to the one that is looked at; None when it is no candidate.

    One deed of several people may be nominated once for each of them. Whether the same deed was rewarded is not asked
    but known, by the history of awards. `similarity` is the pack's limit.
    """
    deed, subject_ref = sought.deed, sought.subject_ref
    if earlier.deed_id in {deed.id, *sought.kin}:
        same = earlier.is_open and earlier.subject_ref == subject_ref
        return Candidate(earlier.number, other.id, Why.SAME_DEED, WHOLE) if same else None
    if deed.is_apart_from(other):
        return None
    alike = likeness(deed, other)
    percent = int(alike * WHOLE)
    if earlier.fingerprint == deed.fingerprint:
        return Candidate(earlier.number, other.id, Why.SAME_FACTS, percent)
    return Candidate(earlier.number, other.id, Why.LIKE_WORDS, percent) if alike >= similarity else None


def likeness(one: Deed, other: Deed) -> Fraction:
    """How like two deeds are told, from 0 to 1: by their titles or by all that is told, whichever is more alike."""
    titles = similarity_of(one.title_vi, other.title_vi)
    return max(titles, similarity_of(f"{one.title_vi} {one.story_vi}", f"{other.title_vi} {other.story_vi}"))


def similarity_of(one: str, other: str) -> Fraction:
    """How much two texts share of their words, or of what stands three words in a row, whichever is more.

    Source: Jaccard's coefficient. Capitals and Vietnamese marks make no difference.
    """
    words, others = _words(one), _words(other)
    return max(_jaccard(set(words), set(others)), _jaccard(_shingles(words), _shingles(others)))


def repeated(report: str, earlier: Iterable[EarlierReport], similarity: Fraction) -> str | None:
    """The number of the earlier file whose report this one repeats most, at least as much as the pack's limit.

    Source: the design's metric "formalism": Jaccard's coefficient of what stands three words in a row.
    """
    mine = _shingles(_words(report))
    alike = [(_jaccard(mine, _shingles(_words(one.report))), one.number) for one in earlier]
    most, number = max(alike, key=lambda pair: pair[0], default=(Fraction(0), ""))
    return number if number and most >= similarity else None


def _words(text: str) -> list[str]:
    marked = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _WORD.findall(plain.replace("đ", "d"))


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}


def _jaccard(one: set[str] | set[tuple[str, ...]], other: set[str] | set[tuple[str, ...]]) -> Fraction:
    both = len(one & other)
    return Fraction(both, len(one) + len(other) - both) if both else Fraction(0)
