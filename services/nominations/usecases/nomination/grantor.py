"""Who may grant on a day: the unit that the rule pack names, or who took its place."""

from datetime import date

from services.nominations.domain.unit import CLOSED
from services.nominations.usecases.ports import Organisation


async def rightful_grantor(organisation: Organisation, named: str, on: date) -> str:
    """The named unit while it stands; then its successor, unless there are several. Raises: UnknownUnitError."""
    if (await organisation.recorded(named)).state_on(on) != CLOSED:
        return named
    heirs = (await organisation.lineage()).successors_on(named, on)
    return next(iter(heirs)) if len(heirs) == 1 else named
