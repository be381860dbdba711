"""The law in force: which version of the rule pack holds from which day, recorded once."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from shared.kernel.ids import id_from
from shared.kernel.rulepack import PackQuote, RulePack


@dataclass(frozen=True, slots=True)
class ActivatedPack:
    """A version of the rule pack as it was when it came into force; `verified_by` is None while nobody checked it."""

    id: UUID
    pack_id: str
    pack_version: str
    pack_hash: str
    effective_from: date
    effective_to: date
    verified_by: str | None
    version: int = 0

    @classmethod
    def of(cls, pack: RulePack) -> Self:
        """The pack as it is now."""
        return cls(
            id=activated_pack_id(pack.quote),
            pack_id=pack.id,
            pack_version=pack.version,
            pack_hash=pack.hash,
            effective_from=pack.effective_from,
            effective_to=pack.effective_to,
            verified_by=pack.verified_by,
        )

    @property
    def quote(self) -> PackQuote:
        """How a file quotes it."""
        return PackQuote(self.pack_id, self.pack_version, self.pack_hash)


def activated_pack_id(quote: PackQuote) -> UUID:
    """The id of the record of this version, whatever its bytes are."""
    return id_from("rulepack", quote.id, quote.version)
