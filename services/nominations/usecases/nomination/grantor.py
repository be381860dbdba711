"""Who may grant on a day: whom the rule pack names, or who took its place; and who stands on a line."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.nominations.domain.fitting import FormDoesNotFitError, Line
from services.nominations.domain.unit import CLOSED, nearest_by_kind
from services.nominations.usecases.ports import Organisation
from shared.kernel.rulepack import FormRule


async def rightful_grantor(organisation: Organisation, form: FormRule, unit_code: str, on: date) -> str:
    """Who grants a form for a file of this unit on a day; a kind of units means the nearest on the unit's line.

    Raises: FormDoesNotFitError when no unit of that kind stands there, UnknownUnitError.
    """
    nearest = {} if form.grantor_kind is None else await nearest_of(organisation, unit_code, on)
    named = form.grantor_among(nearest)
    if named is None:
        raise FormDoesNotFitError(form=form.code, field="form_code")
    return await in_place_of(organisation, named, on)


async def in_place_of(organisation: Organisation, named: str, on: date) -> str:
    """The named unit while it stands; then its successor, unless there are several. Raises: UnknownUnitError."""
    if (await organisation.recorded(named)).state_on(on) != CLOSED:
        return named
    heirs = (await organisation.lineage()).successors_on(named, on)
    return next(iter(heirs)) if len(heirs) == 1 else named


async def nearest_of(organisation: Organisation, unit_code: str, on: date) -> Mapping[str, str]:
    """The nearest unit of each kind on the line of a unit, or of the one in its place. Raises: UnknownUnitError."""
    unit = await organisation.recorded(await in_place_of(organisation, unit_code, on))
    return nearest_by_kind(unit.code, on, await organisation.above(unit, on))


async def line_of(organisation: Organisation, path: Sequence[str], on: date) -> Line:
    """The line of a path: its units, who stands in their places on a day with all above, and the ended among theirs.

    Raises: UnknownUnitError.
    """
    lineage, line = await organisation.lineage(), set(path)
    for heir in {heir for unit in line for heir in lineage.successors_on(unit, on)}:
        line.update((await organisation.unit(heir, on)).path)
    units = frozenset(line.union(*(lineage.taken_over_by(unit, on) for unit in line)))
    return Line(units, await nearest_of(organisation, path[-1], on))
