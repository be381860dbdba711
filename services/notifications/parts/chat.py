"""How chat rooms are put together."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Protocol

from pydantic import SecretStr

from services.notifications.domain.message import Message
from services.notifications.usecases.ports import Outbound


class Chat(Outbound, Protocol):
    """A way out that holds threads until it is closed."""

    async def close(self) -> None:
        """Let the threads go."""


def chat_parts(addresses: Mapping[str, SecretStr], link_of: Callable[[Message], str]) -> Chat | None:
    """The rooms, or None when no room is open. Raises: ValueError for an address that opens none.

    The library behind it takes a second to load, and most places open no room.
    """
    if not addresses:
        return None
    rooms: Chat = import_module("services.notifications.adapters.chat.rooms").Rooms(addresses, link_of)
    return rooms
