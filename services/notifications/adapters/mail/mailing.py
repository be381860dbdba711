"""The way out by mail."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.notifications.adapters.mail.composing import composed
from services.notifications.adapters.mail.relay import CUT, Fate, Relay
from services.notifications.domain.around import Named, around
from services.notifications.domain.audience import ref_of
from services.notifications.domain.delivery import Delivery, Lane, require_time
from services.notifications.domain.language import Language
from services.notifications.domain.letter import Letter, letter
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.message import Message
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.preference import Decision, Level, Setting
from services.notifications.domain.record import Recorded
from services.notifications.domain.urgency import weight_of
from services.notifications.usecases.recipient.open_address import open_address
from services.notifications.usecases.recipient.ports import Mailboxes, Names, Safe
from services.notifications.usecases.recipient.proof import proof_of
from services.notifications.usecases.recipient.unsubscribe import stop_token
from shared.kernel.clock import Clock
from shared.kernel.errors import StaleError

_BUSY: Final = timedelta(seconds=2)

LinkOf = Callable[[Message], str]
"""The page on which a message's reader goes on."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Writes the letter of a delivery and hands it to the relay; what the other side does not know gets no more.

    `public_url` is where this service is reached from outside.
    """

    relay: Relay
    mailboxes: Mailboxes
    safe: Safe
    link_of: LinkOf
    names: Names
    sender: str
    public_url: str
    clock: Clock

    @property
    def is_on(self) -> bool:
        """Whether a relay is named."""
        return self.relay.is_named

    async def free_at(self, delivery: Delivery, now: datetime) -> datetime | None:
        """None when a connection of the relay is free or will be soon."""
        return now + _BUSY if self.relay.is_busy(can_wait=_can_wait(delivery)) else None

    async def send(self, delivery: Delivery, record: Recorded) -> Ended:
        """Try once; how it ended. Raises: UnavailableError."""
        message = record.message(delivery.message)
        mailbox = await self.mailboxes.find(ref_of(delivery.target))
        if message is None or mailbox is None:
            return Ended(Outcome.REFUSED, reason="nothing to send, or nowhere to")
        to = open_address(mailbox, delivery.message, self.safe)
        if isinstance(to, Ended):
            return to
        proof, mandated = proof_of(self.safe, delivery.id), weight_of(delivery.message).is_mandated
        stop_url = "" if mandated else f"{self.public_url}/mail/unsubscribe?token={stop_token(self.safe, mailbox)}"
        said = Said(message, mailbox.language, await self.names())
        text = written(delivery, record, said, self.link_of(message), stop_url=stop_url)
        at, can_wait = delivery.created_at, _can_wait(delivery)
        require_time(delivery, self.clock())
        fate = await self.handed_over(text, to, delivery.id, at, proof, can_wait=can_wait)
        if fate.is_address_dead:
            await self._suppress(mailbox)
        return once_more(fate.ended, delivery)

    async def hand_over(self, letter: Letter, to: str, letter_id: UUID, at: datetime) -> Ended:
        """Send a letter that somebody waits for; how it ended: one that was cut after its body may have come."""
        ended = (await self.handed_over(letter, to, letter_id, at)).ended
        return replace(ended, outcome=Outcome.UNKNOWN) if ended.reason == CUT else ended

    async def handed_over(
        self, letter: Letter, to: str, letter_id: UUID, at: datetime, proof: str = "", *, can_wait: bool = False
    ) -> Fate:
        """The same with a proof that it is ours; how it ended, and whether somebody has the address."""
        message = composed(letter, sender=self.sender, to=to, letter_id=letter_id, at=at, proof=proof)
        return await self.relay.hand_over(message, sender=self.sender, to=to, can_wait=can_wait)

    async def _suppress(self, mailbox: Mailbox) -> None:
        """Whoever changed the mailbox since it was read has said something newer."""
        try:
            await self.mailboxes.save(mailbox.refused())
        except StaleError:
            return


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a language, with what units are called."""

    message: Message
    language: Language
    named: Named

    @property
    def sentence(self) -> str:
        """The text; what was planned before there was English has none."""
        return (self.language is Language.EN and self.message.text_en) or self.message.text_vi


def written(
    delivery: Delivery, record: Recorded, said: Said, link: str, *, stop_url: str = "", confirm_url: str = ""
) -> Letter:
    """The letter of a delivery."""
    decision = Decision(Setting.ON, Level(delivery.level), delivery.decided_by)
    template, key = said.message.template, delivery.reached_by
    stands = around(template, said.sentence, key, record.unit_id, decision, said.language, said.named)
    return letter(said.sentence, stands, link, said.language, stop_url=stop_url, confirm_url=confirm_url)


def _can_wait(delivery: Delivery) -> bool:
    return delivery.lane is not Lane.PERSONAL


def once_more(ended: Ended, delivery: Delivery) -> Ended:
    """What was cut after its body may have arrived: it is repeated once, and after that nobody knows."""
    was_cut = delivery.reason.startswith(CUT)
    if was_cut and ended.reason == CUT:
        return replace(ended, outcome=Outcome.UNKNOWN)
    if was_cut and ended.outcome in (Outcome.RETRY, Outcome.THROTTLE):
        return replace(ended, reason=f"{CUT}; then {ended.reason}")
    return ended
