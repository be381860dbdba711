"""Names of undecided files, passed through from their owner with the reader's own token, never kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.console.pages.people import names_of
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners, SignIn

_MOST = 200
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Names:
    """One call for 200 files. Without an answer the list stands without names."""

    owners: Owners

    async def of(self, who: SignIn, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """What the owner tells of each file: number, subject's name, citation; absent where it tells nothing."""
        parts = await asyncio.gather(
            *(self._some(who, ids[start : start + _MOST]) for start in range(0, len(ids), _MOST))
        )
        return {key: told for part in parts for key, told in part.items()}

    async def _some(self, who: SignIn, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        try:
            told = await self.owners.ask(who, "nominations/nominations/names", ids=",".join(ids))
        except (OwnerDownError, OwnerRefusedError):
            return {}
        return told if isinstance(told, dict) else {}

    async def shares(self, who: SignIn, deed: Mapping[str, Any] | None) -> list[tuple[str, int]]:
        """Who did it, with their shares: names as far as this reader may know them, else the codes."""
        given = list((deed or {}).get("contributors", []))
        if len(given) < _SEVERAL:
            return []
        known = await names_of(self.owners, who, [str(one["subject_ref"]) for one in given])
        return [(known.get(one["subject_ref"], one["subject_ref"]), one["share"]) for one in given]

    async def deed(self, who: SignIn, file: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """The deed of a file as its owner shows it; a file for the work of a year has none."""
        deed_id = file["deed_id"] if file else None
        return await self.detail(who, f"nominations/deeds/{deed_id}") if deed_id else None

    async def detail(self, who: SignIn, path: str, **query: str) -> Mapping[str, Any] | None:
        """A thing as its owner shows it to this reader; None when it cannot be shown now, or not to this reader."""
        try:
            told = await self.owners.ask(who, path, **query)
        except (OwnerDownError, OwnerRefusedError):
            return None
        return told if isinstance(told, dict) else None
