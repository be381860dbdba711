"""Who outside reads which topic: a user for each client whose register is mirrored, and what that user may do.

Source: section 6 of the design, "Kafka mirror": SASL, read-only ACL.
"""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest

from deploy.standalone.admin import kafka_admin
from deploy.standalone.errors import StandaloneError
from deploy.standalone.scram import MECHANISM, AlterScram
from services.notifications.domain.mirror import topic_of
from shared.runtime.bus.subscription import placed

_TOPIC, _GROUP = 2, 3
_LITERAL, _PREFIXED = 3, 4
_READ, _ALLOW, _ANYWHERE = 3, 3, "*"
_NO_SUCH_USER: Final = 91
_PASSWORD_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Reader:
    """One client on the bus. Its groups begin with a letter that no name of a client has, so no two share one."""

    user: str
    topic: str
    groups: str

    @classmethod
    def of(cls, client_ref: str, namespace: str) -> "Reader":
        """The reader of a client's topic."""
        user = placed(f"mirror.{client_ref}", namespace)
        return cls(user, placed(topic_of(client_ref), namespace), f"{user}:")

    @property
    def rights(self) -> tuple[tuple[int, str, int], ...]:
        """All that it may read: kind of a thing, its name, and how the name counts. It may write nowhere."""
        return (_TOPIC, self.topic, _LITERAL), (_GROUP, self.groups, _PREFIXED)

    def described(self) -> list[str]:
        """The same for a person's eyes."""
        return [
            f"user {self.user}, {MECHANISM}",
            f"  may read topic {self.topic}",
            f"  may read as groups that begin with {self.groups}",
        ]


async def grant(bootstrap: str, reader: Reader) -> str:
    """Let a client read its topic; the password, which is kept nowhere. A repeat gives another in its place.

    Raises: StandaloneError.
    """
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    async with kafka_admin(bootstrap) as admin:
        for right in reader.rights:
            answer = await _sent(admin, CreateAclsRequest(*_rule(right, reader.user)))
            _require_done(answer.creation_responses)
        _require_done([result[1:3] for result in (await _sent(admin, AlterScram(reader.user, password))).results])
    return password


async def revoke(bootstrap: str, reader: Reader) -> None:
    """It reads nothing any more: what it is in the middle of is refused as well. Raises: StandaloneError."""
    async with kafka_admin(bootstrap) as admin:
        for right in reader.rights:
            answer = await _sent(admin, DeleteAclsRequest(*_rule(right, reader.user)))
            _require_done(each[:2] for each in answer.filter_responses)
        results = (await _sent(admin, AlterScram(reader.user, None))).results
        _require_done(result[1:3] for result in results if result[1] != _NO_SUCH_USER)


def _rule(right: tuple[int, str, int], user: str) -> tuple[int, str, int, str, str, int, int]:
    return *right, f"User:{user}", _ANYWHERE, _READ, _ALLOW


async def _sent(admin: Any, request: Any) -> Any:
    try:
        return await admin._send_to_controller(request)  # noqa: SLF001 - it has no words of its own for this
    except KafkaError as error:
        raise StandaloneError(f"Kafka does not do it: {error!r}") from error


def _require_done(answers: Any) -> None:
    for code, message in answers:
        if code:
            raise StandaloneError(f"Kafka does not do it: {for_code(code).__name__} {message or ''}")
