"""Rooms that an operator opened: how a sentence gets there."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib import import_module
from typing import Final, Protocol

from pydantic import SecretStr

from services.notifications.domain.delivery import Delivery, require_time
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.room import as_said, key_of_room
from shared.kernel.clock import Clock

_THREADS: Final = 8
_SECONDS: Final = 15.0


class _Room(Protocol):
    def say(self, text: str) -> bool: ...


class Rooms:
    """Says a message of the plan in the room that its audience has. `link_of` is the page on which one goes on."""

    def __init__(self, addresses: Mapping[str, SecretStr], link_of: Callable[[Message], str], clock: Clock) -> None:
        """Raises: ValueError for an address that opens no room."""
        self._rooms = _opened(addresses)
        self._link_of, self._clock = link_of, clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="chat")

    @property
    def keys(self) -> Collection[str]:
        """The audience keys that have a room."""
        return self._rooms.keys()

    async def free_at(self, _delivery: Delivery, _now: datetime) -> datetime | None:
        """A room is always asked; the provider says when it is too much."""
        return None

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Say it once; how it ended. Raises: UnavailableError."""
        room = self._rooms.get(key_of_room(delivery.target))
        message = record.message(delivery.message)
        if room is None or message is None:
            return Ended(Outcome.REFUSED, reason="the room is closed")
        said = as_said(message)
        require_time(delivery, self._clock())
        loop = asyncio.get_running_loop()
        began = loop.time()
        saying = loop.run_in_executor(self._threads, room.say, f"{said.text_vi}\n{self._link_of(said)}")
        try:
            is_said = await asyncio.wait_for(saying, _SECONDS)
        except TimeoutError:
            is_said = False
        ms = int((loop.time() - began) * 1000)
        return Ended(Outcome.OK, ms=ms) if is_said else Ended(Outcome.RETRY, ms=ms, reason="not taken by the provider")

    async def close(self) -> None:
        """Wait for no thread: each has its own deadline."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _opened(addresses: Mapping[str, SecretStr]) -> Mapping[str, _Room]:
    if not addresses:
        return {}
    providers = import_module("services.notifications.adapters.chat.providers")
    return {key: providers.Room(address) for key, address in addresses.items()}
