"""Who may grant on a day: the unit that the rule pack names, or who took its place; and who stands on a line."""

from collections.abc import Iterable
from datetime import date

from services.nominations.domain.unit import CLOSED
from services.nominations.usecases.ports import Organisation


async def rightful_grantor(organisation: Organisation, named: str, on: date) -> str:
    """The named unit while it stands; then its successor, unless there are several. Raises: UnknownUnitError."""
    if (await organisation.recorded(named)).state_on(on) != CLOSED:
        return named
    heirs = (await organisation.lineage()).successors_on(named, on)
    return next(iter(heirs)) if len(heirs) == 1 else named


async def line_of(organisation: Organisation, path: Iterable[str], on: date) -> frozenset[str]:
    """The units of a path, who stands in their places on a day with all above, and the ended ones among theirs.

    Raises: UnknownUnitError.
    """
    lineage, line = await organisation.lineage(), set(path)
    for heir in {heir for unit in line for heir in lineage.successors_on(unit, on)}:
        line.update((await organisation.unit(heir, on)).path)
    return frozenset(line.union(*(lineage.taken_over_by(unit, on) for unit in line)))
