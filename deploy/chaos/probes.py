"""Is a part at work again? One real act whose effect only that part can have."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from deploy.chaos.desk import Desk
from deploy.chaos.province import unit_body
from deploy.standalone.people import LOADER
from deploy.standalone.reconcile.reading.stores import Stores
from shared.kernel.errors import UnavailableError

_LOOK_SECONDS = 0.05

Body = Mapping[str, Any]


@dataclass(slots=True)
class Probes:
    """Acts for each part, each under a key of its own.

    `world` is what the province was loaded from; `units` are recorded in turn.
    """

    desk: Desk
    stores: Stores
    world: Mapping[str, Any]
    units: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def __call__(self, part: str) -> None:
        """Return when the part has had an effect. Raises: UnansweredError."""
        acts: Mapping[str, Callable[[], Awaitable[object]]] = {
            "nominations": self.record_unit,
            "mongod": self.record_unit,
            "reviews": self.record_council,
            "notifications": self._tell,
            "console": self._show,
            "kafka": self._show,
        }
        await acts[part]()

    async def record_unit(self) -> Body:
        """Nominations records a unit and tells of it. Raises: UnansweredError."""
        number = next(self._numbers)
        unit = unit_body(number % self.units)
        body = {**{name: value for name, value in unit.items() if name != "id"}, "code": unit["id"]}
        return await self.desk.do(LOADER, "record_unit", f"probe/{number}", **body)

    async def record_council(self) -> Body:
        """Reviews records a council and tells of it. Raises: UnansweredError."""
        council = self.world["council"]
        body = {name: council[name] for name in ("unit", "chair", "members", "related")}
        return await self.desk.do(LOADER, "record_council", f"probe/{next(self._numbers)}", code=council["id"], **body)

    async def launch_movement(self) -> Body:
        """Nominations launches a movement, of which notifications tells everybody. Raises: UnansweredError."""
        number = next(self._numbers)
        planned = self.world["movements"][0]
        told = {
            "code": f"CD-THU-{number}",
            "kind": planned["kind"],
            "name_vi": f"Đợt thi đua thử {number}",
            "owner": planned["owner"],
            "window_from": planned["window"][0],
            "window_to": planned["window"][1],
            "final_review_on": planned["final_review"],
        }
        return await self.desk.do(LOADER, "launch_movement", f"probe/{number}", **told)

    async def _tell(self) -> None:
        """A movement is launched, and the event of it is kept with its plan."""
        movement = await self.launch_movement()
        events = self.stores.database("notifications")["events"]
        await _until(lambda: events.find_one({"about_id": UUID(movement["id"]), "is_planned": True}))

    async def _show(self) -> None:
        """A unit is recorded, and the console's row of it knows."""
        unit = await self.record_unit()
        live = await self.stores.generations("console")
        rows = self.stores.database("console")[live.rows("units")]
        await _until(lambda: rows.find_one({"_id": UUID(unit["id"]), "seen.unit": {"$gte": unit["seq"]}}))


async def _until(look: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            if await look() is not None:
                return
        except UnavailableError:
            pass
        await asyncio.sleep(_LOOK_SECONDS)
