"""How an aggregate becomes a document's state, and comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import bson
from bson.binary import UUID_SUBTYPE, Binary
from bson.errors import InvalidDocument
from pydantic import TypeAdapter

from shared.runtime.store.driver import CODEC, Document


class Thing(Protocol):
    """What the store keeps: a frozen dataclass that knows its id and the version it was read at (0 = new)."""

    @property
    def id(self) -> UUID:
        """The derived id, `_id` of the document."""

    @property
    def version(self) -> int:
        """How often it was saved before this copy was read."""


T = TypeVar("T", bound=Thing)

Upcast = Callable[[int, Document], Document]
"""Turns the state of an older schema into the newest one."""


class UnkeepableError(Exception):
    """The thing holds a value that BSON cannot carry, such as an integer beyond 64 bits."""


@dataclass(frozen=True)
class Codec(Generic[T]):
    """Writes the state as JSON-mode data, without id and version, which the envelope has; reads it validated."""

    kind: type[T]
    schema: int = 1
    upcast: Upcast | None = None
    _adapter: TypeAdapter[T] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_adapter", TypeAdapter(self.kind))

    def state_of(self, thing: T) -> Document:
        """The state to keep. Raises: UnkeepableError."""
        try:
            state: Document = self._adapter.dump_python(thing, mode="json")
        except ValueError as error:
            raise UnkeepableError(str(error)) from error
        del state["id"], state["version"]
        return state

    def thing_of(self, document: Document) -> T:
        """The aggregate as it was kept, in today's schema."""
        state = document["state"]
        if document["schema"] < self.schema and self.upcast is not None:
            state = self.upcast(document["schema"], state)
        return self._adapter.validate_python(
            {**state, "id": document["_id"], "version": document["version"]}, by_alias=False, by_name=True
        )


def binary(thing_id: UUID) -> Binary:
    """An id as BSON has it. The driver would ask a UUID for it wherever it stands, which takes five times as long."""
    return Binary(thing_id.bytes, UUID_SUBTYPE)


def encode(document: Document) -> bytes:
    """BSON, made once per call. Raises: UnkeepableError."""
    try:
        return bson.encode(document, codec_options=CODEC)
    except (InvalidDocument, OverflowError, UnicodeError) as error:
        raise UnkeepableError(str(error)) from error


def decode(raw: bytes) -> Document:
    """A fresh document from BSON."""
    return bson.decode(raw, CODEC)
