"""What a client sends in a batch, one thing at a time, and what came of it. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.notifications.domain.wrong_item import WrongItemError
from shared.kernel.ids import id_from

_FRAME = ("unit", "person", "award_kind")


class ItemKind(StrEnum):
    """What is sent."""

    NOMINATION = "nomination"
    RESULT = "result"


class ItemOutcome(StrEnum):
    """What came of an item. Source: section 11 of the design."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    REJECTED = "rejected"


class AwardKindUnknownError(WrongItemError):
    """No award has this code."""

    code = "award_kind_unknown"


class DuplicateInBatchError(WrongItemError):
    """The batch says two different things under one name."""

    code = "duplicate_in_batch"


class LockedError(WrongItemError):
    """The file was submitted, and only its unit changes it, in the house; or it is of another person, unit or award."""

    code = "locked"


class OwnerFailedForGoodError(WrongItemError):
    """The owner could not answer, however often it was asked."""

    code = "owner_failed"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with a part of an item, or what its sender should know. `params` are JSON."""

    code: str
    path: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    message_vi: str = ""
    message_en: str = ""


def remark_of(error: WrongItemError, path: str) -> Remark:
    """A refusal as it is told."""
    return Remark(error.code, path, dict(error.params))


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of an item. `thing_id` and `number` are of the file or the figure in the house."""

    outcome: ItemOutcome
    thing_id: UUID | None = None
    number: str = ""
    warnings: tuple[Remark, ...] = ()
    errors: tuple[Remark, ...] = ()


def rejected(*errors: Remark) -> ItemResult:
    """Nothing was done."""
    return ItemResult(ItemOutcome.REJECTED, errors=errors)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as its client sends it: `external_id` is the client's name for it, for ever; `body` is JSON."""

    external_id: str
    body: Mapping[str, Any]

    @property
    def hash(self) -> str:
        """The same for the same content."""
        return _hash(self.body)

    @property
    def frame(self) -> str:
        """The same for the same unit, person and award: what stays under one name."""
        return _hash({name: self.body.get(name) for name in _FRAME})

    def day(self, *path: str) -> date:
        """A day of the body."""
        found: Any = self.body
        for name in path:
            found = found[name]
        return date.fromisoformat(found)


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a batch: an item, or what made it unreadable; and what came of it."""

    index: int
    external_id: str
    item: Item | None = None
    result: ItemResult | None = None


def lines_of(items: Sequence[Item | tuple[str, ItemResult]]) -> list[Line]:
    """The places of a batch in their order. Under a name that means different things none of them is taken."""
    said: dict[str, set[str]] = {}
    for one in items:
        if isinstance(one, Item):
            said.setdefault(one.external_id, set()).add(one.hash)
    lines = []
    for index, one in enumerate(items):
        if not isinstance(one, Item):
            lines.append(Line(index, one[0], result=one[1]))
        elif len(said[one.external_id]) > 1:
            error = remark_of(DuplicateInBatchError(), "external_id")
            lines.append(Line(index, one.external_id, result=rejected(error)))
        else:
            lines.append(Line(index, one.external_id, one))
    return lines


@dataclass(frozen=True, slots=True)
class Intake:
    """What a client's name for a thing led to. `hash` is of what was taken last, `deed_id` of a file's deed.

    While there is no file, `frame` is the unit of a deed whose file was refused.
    `pending` is the hash of what is on its way to the owner: until that is answered nothing else goes under this name.
    """

    id: UUID
    client_ref: str
    kind: ItemKind
    external_id: str
    hash: str = ""
    frame: str = ""
    pending: str = ""
    thing_id: UUID | None = None
    deed_id: UUID | None = None
    number: str = ""
    version: int = 0

    def key(self, item: Item, act: str) -> UUID:
        """Under which key something is done: the same for the same step of the same change."""
        return id_from("intake_act", self.id, self.version, item.hash, act)

    def took(self, item: Item, thing_id: UUID, *, number: str = "", deed_id: UUID | None = None) -> "Intake":
        """What the house holds now is what the item says."""
        taken = replace(self, hash=item.hash, frame=item.frame, pending="")
        return replace(taken, thing_id=thing_id, number=number, deed_id=deed_id)


def intake_of(client_ref: str, kind: ItemKind, external_id: str) -> Intake:
    """Nothing came of this name yet."""
    return Intake(id_from("intake", client_ref, kind.value, external_id), client_ref, kind, external_id)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was sent in one request. `is_trial`: nothing is to be changed. `count` places, `done` of them answered."""

    id: UUID
    client_ref: str
    kind: ItemKind
    is_trial: bool
    count: int
    created_at: datetime
    done: int = 0
    finished_at: datetime | None = None


def batch_id(client_ref: str, key: str, body_hash: str) -> UUID:
    """The id of what a client sent: the same request again under its key, and nothing else. `body_hash` as of `Claim`.

    A batch is kept for longer than the key's answer, so the key alone would bring back what it stood for before.
    """
    return id_from("batch", client_ref, key, body_hash)


def _hash(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
