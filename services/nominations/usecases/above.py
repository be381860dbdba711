"""Who hears when a unit is late."""

from datetime import date

from services.nominations.usecases.nomination.grantor import rightful_grantor
from services.nominations.usecases.ports import Organisation


async def one_level_up(organisation: Organisation, code: str, on: date) -> str | None:
    """The unit right above, on the command line of that day, or above the one in its place; None at the top.

    Raises: UnknownUnitError.
    """
    standing = await rightful_grantor(organisation, code, on)
    path = (await organisation.unit(standing, on)).path
    return path[-2] if len(path) > 1 else None
