"""Names of undecided files, passed through from their owner with the reader's own token, never kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners, SignIn

UNSEEN = "tạm thời chưa xem được"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Names:
    """One call for a list. Without an answer the list stands without names."""

    owners: Owners

    async def of(self, who: SignIn, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """What the owner tells of each file: number, subject's name, citation; absent where it tells nothing."""
        if not ids:
            return {}
        try:
            found = await self.owners.ask(who, "nominations/nominations/names", ids=",".join(ids[:_MOST]))
        except (OwnerDownError, OwnerRefusedError):
            return {}
        return found if isinstance(found, dict) else {}

    async def detail(self, who: SignIn, path: str) -> Mapping[str, Any] | None:
        """A thing as its owner shows it to this reader; None when it cannot be shown now, or not to this reader."""
        try:
            found = await self.owners.ask(who, path)
        except (OwnerDownError, OwnerRefusedError):
            return None
        return found if isinstance(found, dict) else None
