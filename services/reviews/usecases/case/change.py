"""How an event moves the cases that it names."""

from collections.abc import Callable, Sequence
from uuid import UUID

from services.reviews.domain.case import Case
from services.reviews.usecases.ports import Cases
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError


async def change(
    cases: Cases,
    case_id: UUID,
    cause: Cause,
    act: Callable[[Case], Case],
    tell: Callable[[Case], Sequence[Event]] = lambda _: (),
    *,
    always_remembers: bool = False,
) -> None:
    """Move one case, unless this event moved it before or does not concern it as it stands.

    `always_remembers`: the case knows the event also when nothing moved, because a repeat would move it later.
    """
    if await cases.find(case_id) is None:
        return
    try:
        case = await cases.get(case_id, cause)
    except AlreadyHandledError:
        return
    changed = case.after(act)
    if always_remembers or changed is not case:
        await cases.save(changed, emits=tell(changed), because_of=cause)
