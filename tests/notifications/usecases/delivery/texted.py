"""Somebody who is written to by text, then by letter."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.record import Recorded
from services.notifications.domain.telephone import ends_of
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.delivery.answer_unknown import Verdict
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from tests.notifications.conftest import VAULT, SetClock
from tests.notifications.facts import cause_of, event_of
from tests.notifications.kept import of_event

PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "P-THADS-5"),))
OPERATOR = Actor("VH-01", (Grant(Role.OPS, "BTP"),))
NUMBER = "+84912345678"
EVENING = datetime(2026, 10, 13, 14, 25, tzinfo=UTC)
"""21:25 in Vietnam."""


class Way:
    """A way out that ends as it is told; what was tried by it stands in `tried`."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.error = outcome, None
        self.tried: list[UUID] = []
        self.begin: Callable[[Delivery], Awaitable[bool]] | None = None

    async def free_at(self, _delivery: Delivery, _now: datetime) -> datetime | None:
        return None

    async def send(self, delivery: Delivery, _record: Recorded) -> Ended:
        ends = ""
        if self.begin is not None:
            ends = ends_of(NUMBER)
            await self.begin(replace(delivery, number_ends=ends))
        self.tried.append(delivery.id)
        return Ended(self.outcome, number_ends=ends)


class House:
    """Somebody with a proven telephone and address, who is returned a file."""

    def __init__(self, ports: Ports, clock: SetClock, outcome: Outcome) -> None:
        self.sms, self.mail, self.clock = Way(outcome), Way(Outcome.OK), clock
        self.sms.begin = ports.deliveries.begin
        self.ports = replace(ports, channels={Channel.SMS: self.sms, Channel.EMAIL: self.mail})
        self.event_id = UUID(int=0)

    @property
    def acts(self) -> UseCases:
        return build_use_cases(self.ports)

    async def told(self, kind: str = "nomination.returned", *, address: bool = True) -> None:
        kept = Mailbox(PROPOSER.ref, 0, VAULT.seal(NUMBER), "m", Language.VI, verified_at=self.clock())
        await self.ports.telephones.save(kept)
        if address:
            await self.ports.mailboxes.save(replace(kept, address_sealed=VAULT.seal("tha@haiphong.example")))
        await self.acts.recipient.visit(PROPOSER)
        for n, each in enumerate(dict.fromkeys(("nomination.submitted", kind))):
            event = event_of(each)
            for _ in range(2):
                await self.acts.event.route(event, cause_of(event, n))
            self.event_id = cause_of(event, n).id

    async def sent(self) -> None:
        for each in await self.acts.delivery.claim(50):
            if each.event_id == self.event_id:
                await self.acts.delivery.send(each)

    async def states(self) -> dict[Channel, State]:
        return {each.channel: each.state for each in await of_event(self.ports.deliveries, self.event_id)}

    async def one(self, channel: Channel = Channel.SMS) -> Delivery:
        return next(each for each in await of_event(self.ports.deliveries, self.event_id) if each.channel is channel)

    async def answered(self, verdict: Verdict, key: str = "a") -> None:
        cause_id = id_from("command", OPERATOR.ref, key)
        cause = Cause(cause_id, OPERATOR, "unknown_delivery.answer", cause_id, cause_id)
        await self.acts.delivery.answer_unknown((await self.one()).id, verdict, cause)
