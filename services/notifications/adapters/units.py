"""Units as organisation tells them."""

from shared.runtime.store.units import UnitsView


class KnownUnits:
    """The paths of the units that were heard of."""

    def __init__(self, view: UnitsView) -> None:
        self._view = view

    async def path(self, code: str) -> tuple[str, ...] | None:
        """As the port says."""
        return (await self._view.chart()).paths.get(code)
