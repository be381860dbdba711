"""What a nomination is made of."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from shared.kernel.holds import HoldGround


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file that proves the deed, kept under its SHA-256, with its size in bytes (0 where that was not kept)."""

    sha256: str
    name: str
    kind: str
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class DeedSeen:
    """What the nomination knows of its deed, as it stands; of a draft, as it stood then."""

    deed_id: UUID
    title_vi: str
    occurred_from: date
    occurred_to: date
    known_on: date
    contributor_refs: tuple[str, ...]
    result_count: int
    fingerprint: str
    evidence: tuple[Evidence, ...] = ()

    def with_people_of(self, now: Self) -> Self:
        """As it was when a file was accepted with it: only who did it, and how it is called, are as they stand now."""
        return replace(self, title_vi=now.title_vi, contributor_refs=now.contributor_refs, fingerprint=now.fingerprint)


def all_evidence(own: tuple[Evidence, ...], deed: DeedSeen | None) -> tuple[Evidence, ...]:
    """What a file relies on: its own evidence and that of its deed, each file once."""
    both = (*(() if deed is None else deed.evidence), *own)
    return tuple({one.sha256: one for one in both}.values())


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """What a file knows of a hold of its case: the ground, and the day from which it knows."""

    ground: HoldGround
    since: date


@dataclass(frozen=True, slots=True)
class Nominee:
    """The subject as it stands in the file."""

    ref: str
    kind: str
    name_vi: str
    work_role: str | None
    size: int | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that fits where the file's own does not, granted on the subject's own line.

    `needs_deed`: only if there is a deed that qualifies.
    """

    form_code: str
    form_name_vi: str
    nomination_type: str = "ad_hoc"
    needs_deed: bool = False
