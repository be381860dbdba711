"""How an event moves the awards that it names."""

from collections.abc import Callable, Sequence
from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.usecases.ports import Awards
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError


async def change(
    awards: Awards,
    award_id: UUID,
    cause: Cause,
    act: Callable[[Award], Award],
    tell: Callable[[Award], Sequence[Event]] = lambda _: (),
) -> None:
    """Move one award, unless this event moved it before or does not concern it as it stands."""
    try:
        award = await awards.get(award_id, cause)
    except AlreadyHandledError:
        return
    changed = act(award)
    if changed is not award:
        await awards.save(changed, emits=tell(changed), because_of=cause)
