"""An entry of the register, as every reader of it gets it."""

from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, Field

_HASH: Final = "SHA-256 over `prev` and the canonical JSON of {seq, epoch, key, kind, at, public, personal_sha256}."
_PERSONAL: Final = "SHA-256 over `salt` and the canonical JSON of `personal`."


class EntryView(BaseModel):
    """What an entry says, and all that makes its hashes. `personal` and `salt` may be erased by law."""

    epoch: str
    key: UUID
    kind: str
    at: str
    public: dict[str, Any]
    personal: dict[str, Any] | None
    salt: str | None
    personal_sha256: str = Field(description=_PERSONAL)
    prev: str
    hash: str = Field(description=_HASH)
