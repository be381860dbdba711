"""Where short messages are handed over, as an operator names it."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote, urlsplit

MOST_AT_ONCE: Final = 8
"""So many messages go to telephones at once, by each way."""

_PORTS: Final = {"smpp": 2775, "smpps": 3550}
_LONGEST_USER, _LONGEST_PASSWORD = 15, 8
_LONGEST_NAME, _LONGEST_NUMBER = 11, 16
"""A sender of letters, and one that is a number with its plus."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Host and port, who speaks to it, and the name or number that its messages come from."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    has_tls: bool = False

    @classmethod
    def of(cls, url: str) -> Self:
        """From `smpp://user:password@host:port/sender`, or `smpps` with TLS. Raises: ValueError, without what it says.

        A sender that is no number is a name of eleven letters at most, as networks have registered it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise ValueError("must be smpp://user:password@host:port/sender, or smpps") from None
        user, password, sender = (unquote(one or "") for one in (parts.username, parts.password, parts.path[1:]))
        longest_sender = _LONGEST_NUMBER if sender.removeprefix("+").isdecimal() else _LONGEST_NAME
        lengths = ((user, _LONGEST_USER), (password, _LONGEST_PASSWORD), (sender, longest_sender))
        if not parts.hostname or not all(_is_plain(one) and len(one) <= most for one, most in lengths):
            raise ValueError("must name a user, a password, a host and a sender, none longer than SMPP takes")
        return cls(parts.hostname, port, user, password, sender, parts.scheme == "smpps")


def _is_plain(text: str) -> bool:
    """Whether it stands as it is in a sentence of SMPP, where a zero would end it."""
    return bool(text) and text.isascii() and text.isprintable()


@dataclass(frozen=True, slots=True)
class ZaloAccount:
    """How Zalo is asked to notify: where, by which approved template, and in which file the token of the day stands."""

    url: str
    template: str
    token_file: str


def is_zalo_address(url: str) -> bool:
    """Whether messages may be handed over there: https, a name, and nothing secret in it."""
    try:
        parts = urlsplit(url)
        port_is_known = parts.port != 0
    except ValueError:
        return False
    is_near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return port_is_known and bool(parts.hostname) and not parts.username and (parts.scheme == "https" or is_near)
