"""A document as it was read: its inbox stays closed until a cause is looked up in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.kernel.errors import CauseReusedError
from shared.runtime.store.codec import decode
from shared.runtime.store.driver import Document

_DOUBLE, _TEXT, _DOCUMENT, _ARRAY, _BINARY = 0x01, 0x02, 0x03, 0x04, 0x05
_FIXED = {_DOUBLE: 8, 0x07: 12, 0x08: 1, 0x09: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8}
_BEYOND_LENGTH = {_TEXT: 4, _DOCUMENT: 0, _ARRAY: 0, _BINARY: 5}


@dataclass(frozen=True, slots=True)
class Found:
    """`document` lacks the inbox, whose BSON stands beside it: decoding ten entries costs more than all the rest."""

    document: Document
    inbox: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Found":
        """A document that the store has written, opened except for its inbox."""
        rest, inbox = split(raw, b"inbox")
        return cls(decode(rest), inbox)

    def token(self, cause_id: UUID, body_hash: str | None) -> object | None:
        """The token under which a cause was handled, or None. Raises: CauseReusedError when its body was another."""
        if cause_id.bytes not in self.inbox:
            return None
        return token_in({**self.document, "inbox": decode(self.inbox).values()}, cause_id, body_hash)


def token_in(document: Mapping[str, Any], cause_id: UUID, body_hash: str | None) -> object | None:
    """The token of a cause in a document's opened inbox, or None.

    Raises: CauseReusedError when its body was another; it names the thing, for the id of a cause is its actor's own.
    """
    for entry in document["inbox"]:
        if entry["k"] == cause_id:
            if body_hash is not None and entry.get("h", body_hash) != body_hash:
                raise CauseReusedError(id=str(document["_id"]))
            token: object = entry["w"]
            return token
    return None


def id_of(raw: bytes) -> UUID:
    """The `_id` of a stored document, which the server keeps as its first field: a binary of 16 bytes."""
    return UUID(bytes=raw[14:30])


def split(raw: bytes, name: bytes) -> tuple[bytes, bytes]:
    """A BSON document without one of its fields, and that field's document or array; empty when it has no such field.

    Source: the BSON specification 1.1; every element says its own length.
    """
    at = 4
    while raw[at]:
        value = raw.index(0, at) + 1
        end = value + _size(raw, raw[at], value)
        if raw[at + 1 : value - 1] == name:
            rest = (len(raw) - (end - at)).to_bytes(4, "little") + raw[4:at] + raw[end:]
            return rest, raw[value:end]
        at = end
    return raw, b"\x05\0\0\0\0"


def _size(raw: bytes, kind: int, value: int) -> int:
    fixed = _FIXED.get(kind)
    if fixed is not None:
        return fixed
    return int.from_bytes(raw[value : value + 4], "little") + _BEYOND_LENGTH[kind]
