"""Say in rooms what is for all who hold a role."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from services.notifications.domain.delivery import State
from services.notifications.domain.record import Recorded
from services.notifications.domain.room import to_rooms
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class TellRooms:
    """One delivery to each open room of a message's audience, once. A room that opens later hears nothing old."""

    pushes: KeepPushes
    rooms: Collection[str]
    cancel: CancelHeld
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, record: Recorded) -> None:
        """Keep them. Raises: UnavailableError; the same again completes it."""
        now = self.clock()
        said = [each for message in record.messages for each in to_rooms(message, record.id, self.rooms, now)]
        if not said:
            return
        await self.pushes(said, record.at)
        if any(each.state is State.HELD for each in said):
            await self.cancel.if_revoked(record)
        self.wake()
