"""What bulletins need of the world."""

from collections.abc import Collection, Mapping
from typing import Protocol

from services.reviews.domain.bulletin import Bulletin, BulletinPeriod, Happened
from services.reviews.usecases.kept import Kept


class Bulletins(Kept[Bulletin], Protocol):
    """Where bulletins are kept, and what they are made of. Each method raises UnavailableError."""

    async def told(self, period: BulletinPeriod) -> Collection[str]:
        """The units that had theirs."""

    async def happened(self, period: BulletinPeriod) -> Mapping[tuple[str, ...], Happened]:
        """What a period brought, by the path of the unit from which it came; no path that it brought nothing."""
