"""A person who reads messages, and how far."""

from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Recipient:
    """How far a person has read: every message up to `read_up_to` counts as read. It never goes back."""

    id: UUID
    ref: str
    read_up_to: int = 0
    version: int = 0

    @classmethod
    def new(cls, ref: str) -> Self:
        """A person who has read nothing yet."""
        return cls(recipient_id(ref), ref)

    def read(self, up_to: int) -> Self:
        """The person has read so far, or further already."""
        return replace(self, read_up_to=max(self.read_up_to, up_to))


def recipient_id(ref: str) -> UUID:
    """The id under which a person's reading is kept."""
    return id_from("recipient", ref)
