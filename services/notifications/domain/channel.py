"""Ways out of the house."""

from enum import StrEnum


class Channel(StrEnum):
    """By what a message leaves it."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
