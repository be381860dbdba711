"""A bus without time: each group reads each key in order, everything else comes in any order and again."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from services.reviews.subscribers import build_subscribers
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError
from shared.runtime.bus.subscription import Group
from tests.reviews.desk import Desk
from tests.reviews.facts import news

Lane = tuple[str, UUID]
"""A group and a key: what is read in order."""


@dataclass
class Order:
    """The events of a desk on their way to the groups that listen to them."""

    desk: Desk
    _read: dict[Lane, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.groups: dict[str, Group] = {group.name: group for group in build_subscribers(self.desk.do)}

    def tell(self, event: Event) -> None:
        """Somebody else said something."""
        self.desk.memory.told.append(event)

    def waiting(self) -> list[Lane]:
        """Where something is still to be read."""
        return [lane for lane in self.lanes() if self._read[lane] < len(self._events(lane))]

    async def hand_on(self, lane: Lane) -> None:
        """Read the next event of a lane."""
        await self._handle(lane, self._read[lane])
        self._read[lane] += 1

    async def repeat(self, lane: Lane, back: int) -> None:
        """Read an event of a lane that was read before."""
        if self._read[lane]:
            await self._handle(lane, self._read[lane] - 1 - back % self._read[lane])

    async def _handle(self, lane: Lane, number: int) -> None:
        event = self._events(lane)[number]
        try:
            await self.groups[lane[0]].handlers[event.type](event, self._cause(lane, number))
        except AlreadyHandledError:
            return

    def _cause(self, lane: Lane, number: int) -> Cause:
        return news(f"{lane[1]}/{self._events(lane)[number].type}/{number}")

    def lanes(self) -> list[Lane]:
        """Every group and key, whether or not the group hears of it."""
        keys = dict.fromkeys(event.aggregate_id for event in self.desk.memory.told)
        return [(name, key) for name in self.groups for key in keys]

    def _events(self, lane: Lane) -> list[Event]:
        heard = self.groups[lane[0]].handlers
        return [event for event in self.desk.memory.told if event.aggregate_id == lane[1] and event.type in heard]
