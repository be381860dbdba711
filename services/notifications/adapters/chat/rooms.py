"""Rooms that an operator opened: where each one is, and how a sentence gets there."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

import structlog
from apprise import AppriseAsset, NotifyBase, NotifyFormat, PersistentStoreMode
from apprise.exception import AppriseException
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo
from pydantic import SecretStr

from services.notifications.domain.delivery import Delivery
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.room import key_of_room

PROVIDERS: Final[Mapping[str, type[NotifyBase]]] = {"tgram": NotifyTelegram, "zalo": NotifyZalo}
"""What may be opened. Apprise knows a hundred more, some of which run programs or read files: those are not loaded."""

_THREADS: Final = 8
_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 5.0, 8.0, 15.0
_ASSET: Final = AppriseAsset(
    secure_logging=True, http_redirects=False, storage_mode=PersistentStoreMode.MEMORY, allow_templates=False
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("chat")


class Rooms:
    """Says a message of the plan in the room that its audience has. `link_of` is the page on which one goes on."""

    def __init__(self, addresses: Mapping[str, SecretStr], link_of: Callable[[Message], str]) -> None:
        self._rooms = {key: room_at(address) for key, address in addresses.items()}
        self._link_of = link_of
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="chat")

    async def free_at(self, _delivery: Delivery, _now: datetime) -> datetime | None:
        """A room is always asked; the provider says when it is too much."""
        return None

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Say it once; how it ended."""
        room = self._rooms.get(key_of_room(delivery.target))
        message = next((each for each in record.messages if each.template == delivery.message), None)
        if room is None or message is None:
            return Ended(Outcome.REFUSED, reason="the room is closed")
        began = asyncio.get_running_loop().time()
        is_said = await self._say(room, f"{message.text_vi}\n{self._link_of(message)}")
        ms = int((asyncio.get_running_loop().time() - began) * 1000)
        return Ended(Outcome.OK, ms=ms) if is_said else Ended(Outcome.RETRY, ms=ms, reason="the provider took it not")

    async def close(self) -> None:
        """Wait for no thread: each has its own deadline."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _say(self, room: NotifyBase, text: str) -> bool:
        loop = asyncio.get_running_loop()
        try:
            return bool(
                await asyncio.wait_for(loop.run_in_executor(self._threads, self._notify, room, text), _WHOLE_SECONDS)
            )
        except TimeoutError:
            return False
        except (AppriseException, OSError, TypeError) as error:
            log.warning("a chat provider failed", error=type(error).__name__)
            return False

    @staticmethod
    def _notify(room: NotifyBase, text: str) -> bool:
        return bool(room.notify(body=text, body_format=NotifyFormat.TEXT))


def room_at(address: SecretStr) -> NotifyBase:
    """A room by its Apprise URL. Raises: ValueError, which names the schema only: the rest is secret."""
    schema = address.get_secret_value().partition(":")[0].lower()
    if schema not in PROVIDERS:
        raise ValueError(f"a room cannot be opened with {schema}; known are {', '.join(sorted(PROVIDERS))}")
    parts = PROVIDERS[schema].parse_url(address.get_secret_value())
    try:
        room = PROVIDERS[schema](**parts or {}, asset=_ASSET)
    except (TypeError, AppriseException):
        raise ValueError(f"an address of {schema} is not complete") from None
    room.redirects, room.verify_certificate = False, True
    room.socket_connect_timeout, room.socket_read_timeout = _CONNECT_SECONDS, _READ_SECONDS
    return room
