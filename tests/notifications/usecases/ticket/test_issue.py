from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.actor import Actor, Grant, Role
from tests.notifications.conftest import SetClock

READER = Actor("TD-02", (Grant(Role.EMULATION_OFFICER, "THADS-HP"),))


async def test_a_ticket_is_its_reader_once(ports: Ports) -> None:
    tickets = build_use_cases(ports).ticket
    made = await tickets.issue(READER)
    assert await tickets.redeem(made.text) == READER
    assert await tickets.redeem(made.text) is None


async def test_a_ticket_lasts_a_minute(ports: Ports, clock: SetClock) -> None:
    tickets = build_use_cases(ports).ticket
    made = await tickets.issue(READER)
    clock.move(60)
    assert await tickets.redeem(made.text) is None


async def test_an_invented_ticket_is_nobody(ports: Ports) -> None:
    assert await build_use_cases(ports).ticket.redeem("0" * 64) is None


async def test_each_ticket_is_another(memory: Ports) -> None:
    tickets = build_use_cases(memory).ticket
    assert (await tickets.issue(READER)).text != (await tickets.issue(READER)).text
