"""The public register of awards: append-only, each entry chained to the one before by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
"""What the first entry is chained to."""

PERSONAL = ("subject_ref", "subject_label", "citation_vi", "before", "after")
"""What an entry says of people: it may be erased by law."""

PUBLIC = (
    "award_id",
    "case_id",
    "case_number",
    "decision_id",
    "number",
    "unit_id",
    "unit_path",
    "subject_kind",
    "form_code",
    "form_name_vi",
    "grantor_unit_id",
    "nomination_type",
    "counted_as",
    "decided_on",
    "decided_at",
    "published_at",
    "presented_on",
    "corrected_on",
    "correction_number",
    "revoked_on",
    "revocation_number",
    "bonus_vnd",
    "document_sha256",
    "pack",
    "lead_times",
)
"""What everybody may know for ever."""

REGISTERED = frozenset({"award.published", "award.presented", "award.corrected", "award.revoked"})
"""What enters the register."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to enter the register; `key` is the id of the event that says so. All values are JSON."""

    key: UUID
    kind: str
    at: datetime
    public: Mapping[str, Any]
    personal: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. `personal` and `salt` may be erased by law; `personal_sha256` keeps the chain whole."""

    seq: int
    epoch: str
    key: UUID
    kind: str
    at: datetime
    public: Mapping[str, Any]
    personal: Mapping[str, Any] | None
    salt: str | None
    personal_sha256: str
    prev: str
    hash: str

    def shown(self) -> dict[str, Any]:
        """The line as JSON for everybody, with all that is needed to check the chain."""
        return {
            "cursor": self.seq,
            "epoch": self.epoch,
            "key": str(self.key),
            "kind": self.kind,
            "at": _instant(self.at),
            "public": dict(self.public),
            "personal": dict(self.personal) if self.personal is not None else None,
            "salt": self.salt,
            "personal_sha256": self.personal_sha256,
            "prev": self.prev,
            "hash": self.hash,
        }


def draft(kind: str, event_id: UUID, at: datetime, facts: Mapping[str, Any]) -> Draft | None:
    """What an event adds to the register, from its facts as JSON; None for most events."""
    if kind not in REGISTERED:
        return None
    return Draft(
        event_id,
        kind,
        at,
        public={name: facts[name] for name in PUBLIC if name in facts},
        personal={name: facts[name] for name in PERSONAL if name in facts},
    )


def enter(item: Draft, *, seq: int, epoch: str, prev: str, salt: str) -> Entry:
    """Chain a draft to the entry before it. `salt` is secret randomness, hexadecimal."""
    digest = personal_digest(salt, item.personal)
    content = _content(seq, epoch, item.key, item.kind, item.at, item.public, digest)
    return Entry(
        seq=seq,
        epoch=epoch,
        key=item.key,
        kind=item.kind,
        at=item.at,
        public=item.public,
        personal=item.personal,
        salt=salt,
        personal_sha256=digest,
        prev=prev,
        hash=chain(prev, content),
    )


def chain(prev: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before, as 64 hexadecimal letters in ASCII, and the canonical JSON."""
    return hashlib.sha256(prev.encode() + canonical(content)).hexdigest()


def personal_digest(salt: str, personal: Mapping[str, Any]) -> str:
    """What stands in the chain for the personal parts: without the salt nobody can guess them."""
    return hashlib.sha256(salt.encode() + canonical(personal)).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def first_broken(entries: Iterable[Entry], *, after: int = 0, prev: str = GENESIS) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the chain is whole."""
    for number, entry in enumerate(entries, start=after + 1):
        if entry.seq != number or entry.prev != prev or not _true(entry):
            return number
        prev = entry.hash
    return None


def _true(entry: Entry) -> bool:
    content = _content(entry.seq, entry.epoch, entry.key, entry.kind, entry.at, entry.public, entry.personal_sha256)
    if chain(entry.prev, content) != entry.hash:
        return False
    if entry.personal is None or entry.salt is None:
        return True
    return personal_digest(entry.salt, entry.personal) == entry.personal_sha256


def _content(
    seq: int, epoch: str, key: UUID, kind: str, at: datetime, public: Mapping[str, Any], personal_sha256: str
) -> Mapping[str, Any]:
    return {
        "seq": seq,
        "epoch": epoch,
        "key": str(key),
        "kind": kind,
        "at": _instant(at),
        "public": public,
        "personal_sha256": personal_sha256,
    }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def fold(hashes: Iterable[str], folded: str = GENESIS) -> str:
    """One hash for many: SHA-256 over the fold before and the next hash, both as 64 hexadecimal letters in ASCII."""
    for each in hashes:
        folded = hashlib.sha256((folded + each).encode()).hexdigest()
    return folded
