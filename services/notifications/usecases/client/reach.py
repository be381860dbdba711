"""Who may manage a client: whoever may do so at each of its units."""

from collections.abc import Collection, Sequence

from shared.kernel.actor import Actor
from shared.kernel.chart import Chart
from shared.kernel.policy import may, permit


def require_reach(actor: Actor, action: str, units: Collection[str], chart: Chart) -> None:
    """Let the actor through if every one of the units is in scope. Raises: ForbiddenError."""
    for unit in sorted(units):
        permit(actor, action, chart.path(unit))


def reaches_all(actor: Actor, action: str, units: Collection[str], chart: Chart) -> bool:
    """Whether every one of the units is in scope."""
    return all(may(actor, action, chart.path(unit)) for unit in units)


def places_of(units: Collection[str], chart: Chart) -> frozenset[str]:
    """All units on the paths to these."""
    paths: Sequence[tuple[str, ...]] = [chart.path(unit) for unit in units]
    return frozenset(place for path in paths for place in path)
