"""Who gets a letter of an event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.audience import person
from services.notifications.domain.delivery import Channel, Delivery, Lane, State, delivery_id
from services.notifications.domain.mailbox import ROLES_LAST, Mailbox
from services.notifications.domain.message import Message
from services.notifications.domain.preference import Level
from services.notifications.domain.record import Recorded
from services.notifications.usecases.ports import Mailboxes
from shared.kernel.clock import Clock

IsMandated = Callable[[str], bool]
"""Whether the law or a rule demands the message of this template, so that nobody can switch it off."""

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class PlanMail:
    """One delivery for each message and each proven mailbox of its audience.

    A role reaches those who visited while they held it, by their last token, within a month. Ids follow from the
    event, so planning again completes what a crash left out.
    """

    mailboxes: Mailboxes
    is_mandated: IsMandated
    clock: Clock

    async def __call__(self, record: Recorded) -> Sequence[Delivery]:
        """The deliveries, not kept yet. Raises: UnavailableError."""
        return [each for message in record.messages for each in await self._of(message, record)]

    async def _of(self, message: Message, record: Recorded) -> Sequence[Delivery]:
        mandated = self.is_mandated(message.template)
        found: list[Delivery] = []
        after = ""
        while page := await self._page(message, after):
            found += [self._to(each, message, record) for each in page if not each.obstacle(is_mandated=mandated)]
            after = page[-1].ref
        return found

    async def _page(self, message: Message, after: str) -> Sequence[Mailbox]:
        since = self.clock() - ROLES_LAST
        audience, hidden = message.audience, message.hidden_from
        return await self.mailboxes.reached_by(audience, hidden, since=since, after=after, limit=_PAGE)

    def _to(self, mailbox: Mailbox, message: Message, record: Recorded) -> Delivery:
        now, target = self.clock(), person(mailbox.ref)
        return Delivery(
            id=delivery_id(record.id, target, Channel.EMAIL, message.template),
            event_id=record.id,
            target=target,
            channel=Channel.EMAIL,
            message=message.template,
            template_version=message.template_version,
            lane=Lane.PERSONAL,
            state=State.DUE,
            next_at=now,
            created_at=now,
            reached_by=target,
            level=Level.MANDATED if self.is_mandated(message.template) else Level.DEFAULT,
        )


def ref_of(target: str) -> str:
    """The person that a delivery of mail is for."""
    return target.removeprefix(person(""))
