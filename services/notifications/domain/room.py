"""A chat room of those who hold a role: what is for all of them is said there too.

Source: the design of notifications, section 6 (chat), section 9 (quiet hours).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.made import made
from services.notifications.domain.message import Message
from services.notifications.domain.quiet import kept_quiet
from services.notifications.domain.urgency import Urgency, weight_of

_ROOM: Final = "room:"
_ROLE: Final = "role:"

SOMETHING_NEW: Final = "Có thông báo mới cho nhóm này. Mở Kịp Thời để xem."


def is_room_key(key: str) -> bool:
    """Whether an audience can have a room: those who hold a role at a unit can, a person and everybody cannot."""
    return key.startswith(_ROLE) and "@" in key


def key_of_room(target: str) -> str:
    """The audience whose room is the target of a delivery."""
    return target.removeprefix(_ROOM)


def as_said(message: Message) -> Message:
    """The message as a room hears it. Whoever may not know of it yet may sit there: then only that there is one."""
    return replace(message, text_vi=SOMETHING_NEW, about="") if message.hidden_from else message


def to_rooms(message: Message, event_id: UUID, rooms: Collection[str], now: datetime) -> Sequence[Delivery]:
    """What is said in the rooms of a message's audience; nothing that can wait for a digest."""
    if weight_of(message.template).urgency is Urgency.DIGEST:
        return ()
    told = Channel.CHAT, message.template, message.template_version, now
    return [kept_quiet(made(event_id, f"{_ROOM}{key}", *told)) for key in message.audience if key in rooms]
