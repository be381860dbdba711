"""Where something is held or made known."""

from datetime import date

from services.reviews.domain.consultation import PlaceUnknownError
from services.reviews.usecases.ports import Units


async def require_place(units: Units, place: str, today: date) -> None:
    """The place is a unit that stands. Raises: PlaceUnknownError."""
    chart = await units.chart()
    if place not in chart.paths or chart.lineage.has_ended(place, today):
        raise PlaceUnknownError(unit=place)
