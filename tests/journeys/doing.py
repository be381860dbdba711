"""People do things in a theatre, one after the other, and look until what follows from it is there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from deploy.standalone.playing.asking import Wish
from deploy.standalone.playing.player import Stage

T = TypeVar("T")
PATIENCE_SECONDS = 20.0


@dataclass
class Doing:
    """Each deed is done under a key of its own, when all that was done before has taken effect."""

    stage: Stage
    _numbers: Any = field(default_factory=lambda: count(1))

    async def do(self, person: str, what: str, **values: Any) -> Any:
        await self.stage.settle()
        wish = Wish(person, what, values, key=f"journey/{next(self._numbers)}")
        asked = self.stage.requests.upload if what == "upload_evidence" else self.stage.requests.send
        answer = await asked(wish)
        assert answer.is_success, (what, answer.status, answer.body)
        return answer.body


async def until(look: Callable[[], Awaitable[T]], is_there: Callable[[T], bool]) -> T:
    """What is seen when it is there. Raises: AssertionError with what is seen when it does not come."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_there(seen := await look()):  # noqa: ASYNC110 - what people see is looked at again and again
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(await look()) from None
    return seen
