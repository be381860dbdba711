"""Letters to whoever was named as contact of an endpoint: one, until that one confirms, and none once it is dead."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from typing import cast
from uuid import UUID

import pytest
import pytest_asyncio

from services.notifications.adapters.mail.mailing import Mailing
from services.notifications.adapters.mail.relay import Relay
from services.notifications.adapters.mail.to_contacts import MailToContacts
from services.notifications.domain.contact import ContactState
from services.notifications.domain.delivery import Delivery, State
from services.notifications.domain.endpoint import Endpoint
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.recipient.proof import letter_of
from shared.kernel.cause import job_cause
from shared.kernel.errors import ForbiddenError
from tests.notifications.clients import KEYS
from tests.notifications.conftest import SetClock
from tests.notifications.endpoints import endpoint_at
from tests.notifications.facts import cause_of, event_of
from tests.notifications.kept import of_event
from tests.notifications.memory import MemoryReceivers
from tests.notifications.people import Letters
from tests.notifications.smtp import Server, serving

ADDRESS = "ht@motcua.example"
WARNING, DISABLED = "endpoint.warning", "endpoint.disabled"
ENDPOINT = endpoint_at(
    "https://nhan.example/",
    id=event_of(WARNING).aggregate_id,
    contact_sealed=KEYS.seal(ADDRESS),
    contact_mark=KEYS.mark(ADDRESS),
)


@dataclass
class Desk:
    """A relay, an endpoint with a contact, and what is planned and sent when it fails."""

    server: Server
    channel: MailToContacts
    ports: Ports
    acts: UseCases

    async def planned(self, kind: str, n: int = 0, **facts: object) -> list[Delivery]:
        """What is planned for a news of the endpoint that is heard twice."""
        event = event_of(kind, **facts)
        for _ in range(2):
            await self.acts.event.route(event, cause_of(event, n))
        return list(await of_event(self.ports.deliveries, cause_of(event, n).id))

    async def sent(self, delivery: Delivery) -> tuple[Outcome, list[str]]:
        """How the letter ended, and the texts of all that arrived."""
        ended = await self.channel.send(delivery, await self.ports.events.get(delivery.event_id))
        plain = [next(part for part in one.walk() if part.get_content_type() == "text/plain") for one in self.letters]
        return ended.outcome, [cast(bytes, part.get_payload(decode=True)).decode() for part in plain]

    @property
    def letters(self) -> Sequence[Message]:
        return self.server.read()

    async def state(self) -> ContactState:
        return (await self.acts.endpoint.show.contacts([ENDPOINT]))[ENDPOINT.id]


async def known(ports: Ports, endpoint: Endpoint) -> None:
    if isinstance(ports.receivers, MemoryReceivers):
        ports.receivers.kept[endpoint.id] = endpoint
    else:
        await ports.clients.endpoints.save(endpoint, because_of=job_cause("notifications", "test", endpoint.id))


@pytest_asyncio.fixture
async def desk(ports: Ports, clock: SetClock) -> AsyncIterator[Desk]:
    await known(ports, ENDPOINT)
    server = Server()
    async with serving(server) as address:
        relay = Relay(address)
        sender, link = "kt@kipthoi.example", "https://out"
        mailing = Mailing(relay, ports.mailboxes, KEYS, lambda _: "", ports.names, sender, link, clock)
        channel = MailToContacts(mailing, ports.receivers, ports.clients.contacts, "https://pages")
        yield Desk(server, channel, ports, build_use_cases(ports))
        await relay.close()


async def test_one_letter_goes_out_at_once_and_all_others_after_its_reader_confirmed(
    desk: Desk, clock: SetClock
) -> None:
    clock.now = datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
    assert await desk.state() is ContactState.UNPROVEN
    (first,) = await desk.planned(WARNING)
    assert first.state is State.DUE, "at night too"
    outcome, (text,) = await desk.sent(first)
    assert (outcome, desk.letters[0]["To"]) == (Outcome.OK, ADDRESS)
    for words in (f"https://pages/ket-noi/{ENDPOINT.id}", "vẫn lấy được dữ liệu", "liên hệ của kết nối"):
        assert words in text
    token = text.partition("https://out/mail/contact?token=")[2].split()[0]
    assert await desk.planned(WARNING, 1) == [], "nobody knows yet whose address it is"
    assert await desk.planned(WARNING) == [first], "its repeat is the same letter"
    for wrong in ("x", f"{token}0", f"{ENDPOINT.id.hex}-{token.partition('-')[2]}"):
        with pytest.raises(ForbiddenError):
            await desk.acts.endpoint.confirm_contact(wrong)
    for _ in range(2):
        await desk.acts.endpoint.confirm_contact(token)
    assert await desk.state() is ContactState.PROVEN
    (second,) = await desk.planned(DISABLED, 2)
    outcome, texts = await desk.sent(second)
    assert (outcome, len(texts), "token=" in texts[1]) == (Outcome.OK, 2, False)


@pytest.mark.parametrize("comes_back", [False, True])
async def test_an_address_that_nobody_has_gets_no_more_whether_it_is_refused_or_comes_back(
    desk: Desk, *, comes_back: bool
) -> None:
    (first,) = await desk.planned(WARNING)
    desk.server.rcpt = "250 OK" if comes_back else "550 5.1.1 nobody"
    outcome, texts = await desk.sent(first)
    assert (outcome, len(texts)) == ((Outcome.OK, 1) if comes_back else (Outcome.REFUSED, 0))
    if comes_back:
        named = letter_of(KEYS, desk.letters[0]["Kipthoi-Proof"])
        assert named == first.id
        await desk.acts.recipient.bounce(named)
    assert await desk.state() is ContactState.DEAD
    assert await desk.planned(WARNING, 1) == []
    assert (await desk.sent(first))[0] is Outcome.REFUSED


async def test_what_comes_back_late_says_nothing_of_a_reader_who_confirmed_since(desk: Desk, clock: SetClock) -> None:
    (first,) = await desk.planned(WARNING)
    _, (text,) = await desk.sent(first)
    token = text.partition("https://out/mail/contact?token=")[2].split()[0]
    clock.move(60)
    await desk.acts.endpoint.confirm_contact(token)
    await desk.acts.recipient.bounce(first.id)
    assert await desk.state() is ContactState.PROVEN
    clock.move(60)
    (second,) = await desk.planned(WARNING, 1)
    await desk.acts.recipient.bounce(second.id)
    assert await desk.state() is ContactState.DEAD


async def test_addresses_of_which_nobody_knows_whether_they_are_one_are_each_asked(memory: Ports) -> None:
    desk, planned = Desk(Server(), cast(MailToContacts, None), memory, build_use_cases(memory)), []
    for n in range(2):
        one = UUID(int=n)
        await known(memory, replace(ENDPOINT, id=one, contact_sealed=KEYS.seal(f"{n}@motcua.example"), contact_mark=""))
        planned.append(len(await desk.planned(WARNING, n, endpoint_id=one)))
    assert planned == [1, 1]


async def test_all_endpoints_of_a_client_with_one_contact_have_one_first_letter(memory: Ports) -> None:
    desk, planned = Desk(Server(), cast(MailToContacts, None), memory, build_use_cases(memory)), []
    for n, client in enumerate(("KN-01", "KN-01", "KN-02")):
        one = UUID(int=n)
        await known(memory, replace(ENDPOINT, id=one, client_ref=client))
        planned.append(len(await desk.planned(WARNING, n, endpoint_id=one)))
    assert planned == [1, 0, 1]


async def test_nobody_is_written_to_without_a_contact_or_a_relay_or_of_what_was_done_by_hand(memory: Ports) -> None:
    desk = Desk(Server(), cast(MailToContacts, None), memory, build_use_cases(memory))
    await known(memory, replace(ENDPOINT, contact_sealed=None, contact_mark=""))
    assert await desk.planned(WARNING) == []
    await known(memory, ENDPOINT)
    assert await desk.planned(DISABLED, 1, reason="by_hand") == []
    cast(Letters, memory.post).is_on = False
    desk.acts = build_use_cases(memory)
    assert await desk.planned(WARNING, 2) == []
