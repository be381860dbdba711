"""Ways out of the house."""

from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """By what a message leaves it."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
    ZNS = "zns"


ONCE_ONLY: Final = frozenset({Channel.SMS, Channel.ZNS})
"""What costs and rings each time: a try whose end nobody knows is never repeated by itself."""
