"""By which way the code goes that proves whose an address is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.language import Language
from services.notifications.domain.letter import letter_with_code
from services.notifications.domain.outcome import Ended
from services.notifications.domain.short_text import text_with_code
from services.notifications.usecases.recipient.ports import Post, Texts
from shared.kernel.ids import id_from


class CodeWay(Protocol):
    """Sends codes. `off` is the reason while it cannot, `refused` when nobody has the address."""

    @property
    def is_on(self) -> bool:
        """Whether codes can be sent at all."""

    @property
    def off(self) -> str:
        """The code of a reason."""

    @property
    def refused(self) -> str:
        """The code of a reason."""

    async def send(self, code: str, language: Language, to: str, cause_id: UUID, at: datetime) -> Ended:
        """Try once; how it ended. The same cause sends the same again."""


@dataclass(frozen=True, slots=True)
class ByLetter:
    """To an address for letters."""

    post: Post
    off: str = "MAIL_IS_OFF"
    refused: str = "CONTACT_REFUSED"

    @property
    def is_on(self) -> bool:
        """As the port says."""
        return self.post.is_on

    async def send(self, code: str, language: Language, to: str, cause_id: UUID, at: datetime) -> Ended:
        """As the port says."""
        return await self.post.hand_over(letter_with_code(code, language), to, id_from("letter", cause_id), at)


@dataclass(frozen=True, slots=True)
class ByText:
    """To a telephone."""

    texts: Texts
    off: str = "SMS_IS_OFF"
    refused: str = "TELEPHONE_REFUSED"

    @property
    def is_on(self) -> bool:
        """As the port says."""
        return self.texts.is_on

    async def send(self, code: str, language: Language, to: str, cause_id: UUID, at: datetime) -> Ended:
        """As the port says."""
        del cause_id, at
        return await self.texts.hand_over(text_with_code(code, language), to)
