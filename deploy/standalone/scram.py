"""Users of a bus who prove themselves by a password, made over the bus itself; `aiokafka` has no words for that.

Source: KIP-554 (`AlterUserScramCredentials`, version 0); RFC 5802 and RFC 7677 for what is kept of a password.
"""

from hashlib import pbkdf2_hmac
from secrets import token_bytes
from typing import Any, Final

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import CompactArray, CompactBytes, CompactString, Int8, Int16, Int32, Schema, TaggedFields

MECHANISM: Final = "SCRAM-SHA-512"
_SHA_512: Final = 2
_ROUNDS: Final = 8_192
_SALT_BYTES: Final = 32
_UNTAGGED: Final[dict[int, bytes]] = {}


class AlteredScram(Response):  # type: ignore[misc]
    """What came of it, one a user."""

    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", CompactString("utf-8")),
                ("error_code", Int16),
                ("error_message", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class AlterScramStruct(RequestStruct):  # type: ignore[misc]
    """Users whose passwords go, and those who get one."""

    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = AlteredScram
    SCHEMA = Schema(
        (
            "deletions",
            CompactArray(("name", CompactString("utf-8")), ("mechanism", Int8), ("tags", TaggedFields)),
        ),
        (
            "upsertions",
            CompactArray(
                ("name", CompactString("utf-8")),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted_password", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class AlterScram(Request[AlterScramStruct]):  # type: ignore[misc]
    """Gives a user this password in place of any other; without one the user has none any more."""

    API_KEY = 51

    def __init__(self, user: str, password: str | None) -> None:
        salt = token_bytes(_SALT_BYTES)
        self._gone = [(user, _SHA_512, _UNTAGGED)] if password is None else []
        self._given = [] if password is None else [_given(user, password, salt)]

    def build(self, request_struct_class: Any) -> Any:
        """As aiokafka wants it."""
        return request_struct_class(self._gone, self._given, _UNTAGGED)


def _given(user: str, password: str, salt: bytes) -> tuple[Any, ...]:
    salted = pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS)
    return user, _SHA_512, _ROUNDS, salt, salted, _UNTAGGED
