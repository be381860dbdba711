"""Something on its way to the owner has its name for itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from services.notifications.domain.item import Intake, Item
from services.notifications.usecases.intake.ports import Intakes, OwnerRefusedError
from shared.kernel.cause import job_cause
from shared.kernel.errors import UnavailableError

_SERVICE: Final = "notifications"


@dataclass(frozen=True, slots=True)
class Passing:
    """Takes a name, acts, and keeps what came of it.

    The name is taken before the first act, so that two requests that say different things under it make one thing.
    After a death the same item finds its name taken by itself and goes on under the same keys.
    """

    intakes: Intakes

    async def __call__(self, known: Intake, item: Item, act: Callable[[Intake], Awaitable[Intake]]) -> Intake:
        """What stands under the name now. Raises: UnavailableError (also: the name is taken), OwnerRefusedError."""
        if known.pending not in ("", item.hash):
            raise UnavailableError("something else goes under this name")
        taken = known if known.pending else await self._moved(known, replace(known, pending=item.hash), item, "take")
        try:
            done = await act(taken)
        except OwnerRefusedError as refused:
            await self.let_go(refused.so_far or taken, item)
            raise
        return await self._moved(taken, done, item, "keep")

    async def let_go(self, taken: Intake, item: Item) -> None:
        """Nothing comes of the item: its name is free again, if it is the item's."""
        if taken.pending == item.hash:
            await self._moved(taken, replace(taken, pending=""), item, "let go")

    async def _moved(self, before: Intake, after: Intake, item: Item, step: str) -> Intake:
        await self.intakes.save(after, job_cause(_SERVICE, "intake", before.key(item, step)))
        return replace(after, version=before.version + 1)
