from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import pytest_asyncio

from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import CUT, Relay
from services.notifications.domain.addressed import Addressed
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, State, leased, settled
from services.notifications.domain.language import Language
from services.notifications.domain.letter import letter_with_code
from services.notifications.domain.mailbox import Mailbox, Suppressed
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.outgoing import delivery_of
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event.address import AddressPeople, FindReaders
from services.notifications.usecases.recipient.proof import letter_of
from shared.kernel.actor import Actor
from shared.kernel.errors import UnavailableError
from tests.notifications.conftest import VAULT, SetClock
from tests.notifications.facts import event_of, record_of
from tests.notifications.smtp import Server, serving

SENDER = "kip-thoi@kipthoi.example"
ADDRESS = "an.nguyen@haiphong.example"


@dataclass
class House:
    """A relay, a proposer with a proven address, and what is planned for that one."""

    server: Server
    mailing: Mailing
    ports: Ports
    clock: SetClock

    async def letter_of(self, kind: str) -> tuple[Delivery, Recorded]:
        record = record_of(event_of(kind))
        return delivery_of((await self.addressed(record))[0], record.id, self.clock()), record

    async def addressed(self, record: Recorded) -> Sequence[Addressed]:
        find = FindReaders(self.ports.readers, (Channel.EMAIL,), self.ports.chosen, self.ports.paths, self.clock)
        return (await AddressPeople(find)(record)).people

    async def tried(self, delivery: Delivery, record: Recorded) -> Delivery:
        self.clock.move(60)
        return settled(delivery, await self.mailing.send(delivery, record), self.clock(), 0.0)

    async def mailbox(self) -> Mailbox:
        found = await self.ports.mailboxes.find("PCT-HP-THA")
        assert found
        return found


@pytest_asyncio.fixture
async def house(memory: Ports, clock: SetClock) -> AsyncIterator[House]:
    server = Server()
    async with serving(server) as address:
        relay = Relay(address)
        link_of = "https://x/{0.about}".format
        mailing = Mailing(relay, memory.mailboxes, VAULT, link_of, memory.names, SENDER, "https://out", clock)
        seen = Mailbox("PCT-HP-THA", 0, VAULT.seal(ADDRESS), "mark", Language.VI, verified_at=clock())
        await memory.mailboxes.save(seen)
        await build_use_cases(memory).recipient.visit(Actor("PCT-HP-THA"))
        yield House(server, mailing, memory, clock)
        await relay.close()


async def test_no_letter_goes_out_of_which_the_lease_might_end_before_the_answer(house: House) -> None:
    delivery, record = await house.letter_of("nomination.submitted")
    with pytest.raises(UnavailableError, match="lease"):
        await house.tried(leased(delivery, house.clock() + timedelta(seconds=75), "t"), record)
    assert house.server.letters == []


async def test_a_letter_says_what_happened_where_to_go_on_and_how_to_end_it(house: House) -> None:
    delivery, record = await house.letter_of("nomination.submitted")
    done = await house.tried(delivery, record)
    assert (done.state, done.last and done.last.status) == (State.DONE, 250)
    (arrived,) = house.server.read()
    assert arrived["To"] == ADDRESS
    assert arrived["Message-ID"] == f"<{delivery.id}@kipthoi.example>"
    assert letter_of(VAULT, arrived["Kipthoi-Proof"]) == delivery.id
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = arrived.get_body(("plain",))
    assert text is not None
    assert "của Phòng Nghiệp vụ 5." in text.get_content()
    stop = arrived["List-Unsubscribe"].strip("<>")
    await build_use_cases(house.ports).recipient.unsubscribe(stop.partition("?token=")[2])
    assert (await house.mailbox()).suppressed is Suppressed.UNSUBSCRIBED
    dead = await house.tried(delivery, record)
    assert (dead.state, dead.reason, len(house.server.letters)) == (State.DEAD, "unsubscribed", 1)


async def test_what_is_mandated_passes_and_offers_no_end(house: House) -> None:
    await house.ports.mailboxes.save((await house.mailbox()).unsubscribed())
    delivery, record = await house.letter_of("nomination.returned")
    assert (await house.tried(delivery, record)).state is State.DONE
    (arrived,) = house.server.read()
    assert arrived["List-Unsubscribe"] is None
    assert await house.addressed(record_of(event_of("nomination.submitted"))) == ()


async def test_an_address_that_the_relay_does_not_know_gets_no_more(house: House) -> None:
    house.server.rcpt = "550 5.1.1 nobody"
    delivery, record = await house.letter_of("nomination.returned")
    planned_before = replace(delivery, created_at=house.clock() - timedelta(hours=1))
    assert (await house.tried(planned_before, record)).state is State.DEAD
    assert (await house.mailbox()).suppressed is Suppressed.REFUSED


async def test_what_is_cut_after_its_body_is_repeated_once_under_the_same_name(house: House) -> None:
    delivery, record = await house.letter_of("nomination.submitted")
    house.server.cuts = 2
    once = await house.tried(delivery, record)
    assert (once.state, once.reason) == (State.DUE, CUT)
    house.server.rcpt = "450 4.2.1 later"
    later = await house.tried(once, record)
    house.server.rcpt = "250 OK"
    twice = await house.tried(later, record)
    assert (later.state, twice.state) == (State.DUE, State.UNKNOWN)
    assert [one["Message-ID"] for one in house.server.read()] == [f"<{delivery.id}@kipthoi.example>"] * 2
    house.server.cuts = 1
    code = await house.mailing.hand_over(letter_with_code("123456", Language.VI), ADDRESS, delivery.id, house.clock())
    assert code.outcome is Outcome.UNKNOWN, "whoever got it can enter it"


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_letter_that_comes_back_ends_further_ones_to_that_address(house: House, *, replaced: bool) -> None:
    delivery, _ = await house.letter_of("nomination.submitted")
    if replaced:
        mailbox = await house.mailbox()
        await house.ports.mailboxes.save(replace(mailbox, verified_at=house.clock() + timedelta(seconds=1)))
    letters = house.ports.deliveries
    await letters.keep([settled(delivery, Ended(Outcome.OK, 250), house.clock(), 0.0)])
    bounce = build_use_cases(house.ports).recipient.bounce
    for _ in range(2):
        await bounce(delivery.id)
    await bounce(delivery.event_id)
    assert (await house.mailbox()).suppressed is (None if replaced else Suppressed.BOUNCED)
