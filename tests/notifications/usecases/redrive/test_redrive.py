from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from services.notifications.domain.delivery import Backlog, Delivery, Lane, State, endpoint_target, settled
from services.notifications.domain.endpoint import EndpointNotActiveError, EndpointState
from services.notifications.domain.outcome import Ended, Outcome
from services.notifications.domain.redrive import (
    A_STEP,
    MOST,
    STEP_TAKES,
    Redrive,
    RedriveRunsError,
    RedriveTooLargeError,
    RedriveTooOldError,
    What,
    require_few,
)
from services.notifications.usecases import Ports, UseCases, build_use_cases
from services.notifications.usecases.delivery.tell import Asked
from services.notifications.usecases.redrive.ask import Again, redrive_id_of
from services.notifications.usecases.redrive.step import NOT_ACTIVE
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, CauseReusedError, ForbiddenError
from tests.notifications.clients import BESIDE, CLIENT, OTHER, by
from tests.notifications.conftest import SetClock
from tests.notifications.endpoints import endpoint_at
from tests.notifications.facts import cause_of, event_of
from tests.notifications.memory import MemoryReceivers

KINDS = ("award.published", "award.presented", "award.revoked")
ENDPOINT = UUID(int=1)


class House:
    """One endpoint of a client, and what was sent to it."""

    def __init__(self, ports: Ports, clock: SetClock) -> None:
        self.receivers = MemoryReceivers()
        self.ports = replace(ports, receivers=self.receivers)
        self.clock = clock
        self.does: UseCases = build_use_cases(self.ports)

    async def listens(self) -> None:
        made = endpoint_at("https://nhan.example/", 1, version=0, client_ref=CLIENT.ref)
        self.receivers.kept[ENDPOINT] = made
        await self.ports.clients.endpoints.save(made, because_of=by(CLIENT, "register"))

    async def hears(self, *kinds: str) -> None:
        for n, kind in enumerate(kinds):
            event = event_of(kind)
            await self.does.event.route(event, cause_of(event, n))
            self.clock.move(1)

    async def ends(self, outcome: Outcome) -> None:
        """Whatever is due is tried, and ends so."""
        while claimed := await self.does.delivery.claim(50):
            for each in claimed:
                await self.ports.deliveries.settle(settled(each, Ended(outcome), self.clock(), 0.0), each.token)
            await self.does.delivery.promote()

    async def asks(self, what: What = What.DEAD, *, days: float = 1.0, cause: Cause | None = None) -> Cause:
        cause = cause or by(CLIENT, "redrive")
        await self.does.redrive.ask(ENDPOINT, Again(what, self.since(days)), cause)
        return cause

    def since(self, days: float) -> datetime:
        return self.clock() - timedelta(days=days)

    async def sent(self, *states: State) -> list[Delivery]:
        told = await self.does.delivery.tell.of_endpoint(ENDPOINT, Asked(states), CLIENT, before=None, limit=200)
        return list(told.deliveries)[::-1]


@dataclass
class Late:
    """Jobs as a process sees them that looked before another did a step."""

    redrives: Any
    seen: Redrive

    async def due(self, _now: datetime, _limit: int) -> Sequence[Redrive]:
        return [self.seen]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.redrives, name)


@pytest_asyncio.fixture
async def house(ports: Ports, clock: SetClock) -> House:
    made = House(ports, clock)
    await made.listens()
    return made


async def test_what_was_given_up_is_sent_again_in_its_order_and_nothing_else(house: House) -> None:
    await house.hears(*KINDS[:2])
    await house.ends(Outcome.GONE)
    await house.hears(*KINDS)
    await house.ends(Outcome.OK)
    assert await house.does.redrive.show.count(ENDPOINT, Again(What.DEAD, house.since(1)), CLIENT) == 2
    await house.asks()
    await house.does.redrive.step()
    opened = await house.sent(State.DUE, State.BLOCKED)
    assert [(each.state, each.lane, each.tries) for each in opened] == [
        (State.DUE, Lane.BULK, 0),
        (State.BLOCKED, Lane.BULK, 0),
    ]
    await house.ends(Outcome.OK)
    assert {each.state for each in await house.sent()} == {State.DONE}
    (job,) = await house.does.redrive.show.of_endpoint(ENDPOINT, CLIENT)
    assert (job.total, job.sent, job.is_over) == (2, 2, True)


async def test_all_is_sent_again_also_what_was_never_sent(ports: Ports, clock: SetClock) -> None:
    house = House(ports, clock)
    await house.hears(*KINDS[:2])
    await house.listens()
    await house.hears(*KINDS)
    await house.ends(Outcome.OK)
    assert len(await house.sent()) == 1
    await house.asks(What.ALL)
    await house.does.redrive.step()
    await house.ends(Outcome.OK)
    assert [(each.order_seq, each.state, each.lane) for each in await house.sent()] == [
        (n, State.DONE, Lane.BULK) for n in (1, 2, 3)
    ]


async def test_fifty_a_second_and_a_step_that_is_repeated_opens_nothing_that_is_open(house: House) -> None:
    await house.hears(KINDS[0])
    (sample,) = await house.sent()
    dead = [
        replace(sample, id=UUID(int=n), order_key="", state=State.DEAD, created_at=house.clock())
        for n in range(A_STEP + 9)
    ]
    await house.ports.deliveries.keep(dead)
    house.clock.move(1)
    cause = await house.asks()
    before = await house.ports.redrives.find(redrive_id_of(cause.id))
    assert before is not None
    for _ in range(3):
        await house.does.redrive.step()
    assert len(await house.sent(State.DEAD)) == 9
    assert not await house.ports.redrives.save(before)
    house.clock.move(1)
    await house.does.redrive.step()
    assert await house.sent(State.DEAD) == []
    (job,) = await house.does.redrive.show.of_endpoint(ENDPOINT, CLIENT)
    assert (job.sent, job.is_over) == (A_STEP + 9, True)


async def test_one_at_a_time_for_ninety_days_back_and_the_same_wish_once(house: House) -> None:
    with pytest.raises(ForbiddenError):
        await house.asks(cause=by(BESIDE, "redrive"))
    cause = replace(by(CLIENT, "redrive"), body_hash="a")
    await house.asks(cause=cause)
    with pytest.raises(AlreadyHandledError):
        await house.asks(cause=cause)
    with pytest.raises(CauseReusedError):
        await house.asks(cause=replace(cause, body_hash="b"))
    with pytest.raises(RedriveRunsError):
        await house.asks()
    with pytest.raises(RedriveTooOldError):
        await house.asks(days=90.1)
    with pytest.raises(RedriveTooLargeError):
        require_few(MOST + 1)
    await house.does.redrive.step()
    await house.asks()


async def test_of_two_processes_one_does_a_step_and_the_other_when_it_is_dead(house: House) -> None:
    await house.hears(KINDS[0])
    await house.ends(Outcome.GONE)
    cause = await house.asks(What.ALL)
    both_see = await house.ports.redrives.find(redrive_id_of(cause.id))
    assert both_see is not None
    await house.does.redrive.step()
    await house.ends(Outcome.OK)
    await replace(house.does.redrive.step, redrives=Late(house.ports.redrives, both_see))()
    assert [each.state for each in await house.sent()] == [State.DONE]


async def test_a_step_whose_process_died_is_done_by_another(house: House) -> None:
    await house.hears(KINDS[0])
    await house.ends(Outcome.GONE)
    cause = await house.asks()
    job = await house.ports.redrives.find(redrive_id_of(cause.id))
    assert job is not None
    await house.ports.redrives.save(job.begun(house.clock()))
    await house.does.redrive.step()
    assert [each.state for each in await house.sent()] == [State.DEAD]
    house.clock.move(STEP_TAKES.total_seconds())
    await house.does.redrive.step()
    assert [each.state for each in await house.sent()] == [State.DUE]


async def test_what_is_closed_is_sent_nothing_again(house: House) -> None:
    await house.asks()
    house.receivers.kept[ENDPOINT] = replace(house.receivers.kept[ENDPOINT], state=EndpointState.DISABLED)
    await house.does.redrive.step()
    (job,) = await house.does.redrive.show.of_endpoint(ENDPOINT, CLIENT)
    assert (job.is_over, job.reason) == (True, NOT_ACTIVE)
    before = await house.ports.clients.endpoints.find(ENDPOINT)
    assert before is not None
    await house.ports.clients.endpoints.save(before.disable("by_hand"), because_of=by(CLIENT, "disable"))
    with pytest.raises(EndpointNotActiveError):
        await house.asks()


async def test_the_log_is_read_by_page_state_and_date_by_those_it_concerns(house: House) -> None:
    began = house.clock()
    await house.hears(*KINDS)
    assert (await house.does.delivery.tell.backlog())[Lane.PERSONAL] == Backlog(1, began)
    tell, first_day = house.does.delivery.tell, Asked(until=house.clock() - timedelta(seconds=2))
    page = await tell.of_endpoint(ENDPOINT, Asked(), CLIENT, before=None, limit=2)
    assert ([each.order_seq for each in page.deliveries], page.has_more) == ([3, 2], True)
    assert {record.kind for record in page.events.values()} == set(KINDS[1:])
    rest = await tell.of_endpoint(ENDPOINT, Asked(), CLIENT, before=page.deliveries[-1].id, limit=2)
    assert ([each.order_seq for each in rest.deliveries], rest.has_more) == ([1], False)
    early = await tell.of_endpoint(ENDPOINT, first_day, CLIENT, before=None, limit=9)
    assert [each.order_seq for each in early.deliveries] == [1]
    found, record, attempts = await tell.one(ENDPOINT, rest.deliveries[0].id, CLIENT)
    assert (found.target, record.kind, list(attempts)) == (endpoint_target(ENDPOINT), KINDS[0], [])
    with pytest.raises(ForbiddenError):
        await tell.one(ENDPOINT, found.id, OTHER)
    with pytest.raises(ForbiddenError):
        await tell.one(ENDPOINT, UUID(int=5), CLIENT)
