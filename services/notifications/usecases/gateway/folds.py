"""What proves that two hold the same entries, computed on from where it was computed before."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from services.notifications.domain.register import GENESIS, fold
from services.notifications.usecases.gateway.ports import UnitRegister

_PAGE: Final = 1_000
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Folded:
    """The fold over the first `count` entries; `seq` and `hash` are of the last of them."""

    count: int = 0
    fold: str = GENESIS
    seq: int = 0
    hash: str = ""


@dataclass(slots=True)
class Folds:
    """Remembers, for each set of units, how far it was folded. Raises: UnavailableError."""

    register: UnitRegister
    _known: dict[frozenset[str], Folded] = field(default_factory=dict)

    async def until(self, units: Collection[str], seq: int) -> Folded:
        """The fold over the entries of these units and all below them up to a number."""
        key = frozenset(units)
        known = self._known.get(key, Folded())
        folded = known if known.seq <= seq and await self._stands(known) else Folded()
        while found := await self.register.hashes_of(units, folded.seq, seq, _PAGE):
            last = max(found)
            count = folded.count + len(found)
            folded = Folded(count, fold(found.values(), folded.fold), last, found[last])
        if known.seq <= seq:
            self._keep(key, folded)
        return folded

    async def _stands(self, known: Folded) -> bool:
        """A history that was lost in a restore is folded anew."""
        if not known.seq:
            return True
        entry = await self.register.entry(known.seq)
        return entry is not None and entry.hash == known.hash

    def _keep(self, key: frozenset[str], folded: Folded) -> None:
        self._known.pop(key, None)
        self._known[key] = folded
        if len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
