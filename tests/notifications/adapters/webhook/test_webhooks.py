import asyncio
import base64
import hmac
import time
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from services.notifications.adapters.webhook import calling, webhooks
from services.notifications.adapters.webhook.body import MOST_BYTES, body_of
from services.notifications.adapters.webhook.gate import Gate, _Wait
from services.notifications.adapters.webhook.signing import HmacKey, Key
from services.notifications.adapters.webhook.webhooks import Webhooks
from services.notifications.domain.client import Client, Scope, client_id
from services.notifications.domain.delivery import Delivery, leased, to_endpoint
from services.notifications.domain.endpoint import Ordering, SigningKey
from services.notifications.domain.outcome import Ended, Outcome, Phase, Seen
from services.notifications.domain.pace import Pace
from services.notifications.domain.record import Recorded, Target
from shared.kernel.clock import now_utc
from shared.kernel.errors import UnavailableError
from shared.runtime.vault import NoVaultError
from tests.notifications.adapters.webhook.receiving import Receiver, receiving
from tests.notifications.endpoints import SECRET, endpoint_at, webhooks_for
from tests.notifications.facts import SECRET_CITATION, SECRET_NAME, event_of, record_of
from tests.notifications.memory import MemoryReceivers

RECORD = record_of(event_of("award.published"))


class Desk:
    """Sends to one endpoint."""

    def __init__(self, webhooks: Webhooks, receivers: MemoryReceivers, receiver: Receiver) -> None:
        self.webhooks, self.receivers, self.receiver = webhooks, receivers, receiver

    def listens(self, path: str = "/", number: int = 1) -> Delivery:
        endpoint = endpoint_at(self.receiver.url(path), number)
        self.receivers.kept[endpoint.id] = endpoint
        return to_endpoint(RECORD, Target(endpoint.id, Ordering.NONE), now_utc())

    async def sent(self, delivery: Delivery, record: Recorded = RECORD) -> Ended:
        assert await self.webhooks.free_at(delivery, now_utc()) is None
        return await self.webhooks.send(delivery, record)


AGREED = Client(
    client_id("H1"),
    "H1",
    "Hệ thống 1",
    keys=(),
    scopes=frozenset({Scope.EVENTS_SUBSCRIBE}),
    units=frozenset({"THADS-HP"}),
    hears_in_full=True,
)


def unopened(_: SigningKey) -> Key:
    raise NoVaultError


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    receivers = MemoryReceivers()
    async with receiving(Receiver()) as receiver:
        webhooks, callers = webhooks_for(receivers, receiver.port)
        yield Desk(webhooks, receivers, receiver)
        await callers.stop()


async def test_a_system_outside_is_sent_a_signed_event_without_a_person(desk: Desk) -> None:
    assert (await desk.sent(desk.listens())).outcome is Outcome.OK
    (call,) = desk.receiver.arrived
    content = b".".join((str(RECORD.id).encode(), call.headers["webhook-timestamp"].encode(), call.body))
    expected = base64.b64encode(hmac.digest(SECRET.secret, content, "sha256")).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"
    assert call.headers["webhook-id"] == call.event["id"] == str(RECORD.id)
    assert call.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert call.event["specversion"] == "1.0"
    assert (call.event["type"], call.event["subject"]) == ("award.published", str(RECORD.about_id))
    assert (call.event["sequence"], call.event["data"]["unit_id"]) == ("0000000001", "P-THADS-5")
    for secret in (SECRET_NAME, SECRET_CITATION, "CB-0412"):
        assert secret not in call.body.decode()


async def test_nothing_goes_out_of_which_the_lease_might_end_before_the_answer(desk: Desk) -> None:
    late = leased(desk.listens(), now_utc() + timedelta(seconds=15), "t")
    with pytest.raises(UnavailableError, match="lease"):
        await desk.sent(late)
    assert desk.receiver.arrived == []
    assert (await desk.sent(leased(late, now_utc() + timedelta(seconds=25), "t"))).outcome is Outcome.OK


async def test_a_client_with_an_agreement_is_sent_what_the_register_says(desk: Desk) -> None:
    desk.receivers.clients["H1"] = AGREED
    await desk.sent(desk.listens())
    (call,) = desk.receiver.arrived
    assert RECORD.entry is not None
    assert call.event["data"]["award"] == {**RECORD.entry.public, **RECORD.entry.personal}
    assert SECRET_NAME in call.body.decode()


async def test_of_units_that_it_does_not_speak_for_a_client_is_told_no_more_than_others(desk: Desk) -> None:
    desk.receivers.clients["H1"] = replace(AGREED, units=frozenset({"STP-HP"}))
    await desk.sent(desk.listens())
    (call,) = desk.receiver.arrived
    assert "award" not in call.event["data"]


@pytest.mark.parametrize(
    "client", [AGREED.suspended(), replace(AGREED, scopes=frozenset({Scope.AWARDS_READ}))], ids=["shut out", "no scope"]
)
async def test_a_client_that_is_shut_out_or_may_not_subscribe_is_sent_nothing(desk: Desk, client: Client) -> None:
    desk.receivers.clients["H1"] = client
    ended = await desk.sent(desk.listens())
    assert (ended.outcome, ended.reason) == (Outcome.GONE, "client not let in")
    assert desk.receiver.arrived == []
    assert not desk.receivers.heeded, "the endpoint is not to blame"


def test_what_is_too_long_is_read_in_the_register() -> None:
    long = replace(RECORD, facts={**RECORD.facts, "number": "x" * MOST_BYTES})
    assert len(body_of(long, "kipthoi.example")) < 1_000
    assert b'"dataref":"https://kipthoi.example/' in body_of(long, "kipthoi.example")
    assert b'"data":' not in body_of(long, "kipthoi.example")


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/hangs", Outcome.RETRY),
        ("/drips", Outcome.RETRY),
        ("/endless", Outcome.OK),
        ("/bomb", Outcome.OK),
        ("/resets", Outcome.RETRY),
    ],
)
async def test_no_receiver_holds_a_call_for_longer_or_makes_it_grow(
    desk: Desk, path: str, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "_TOTAL_SECONDS", 0.5)
    delivery = desk.listens(path)
    tracemalloc.start()
    began = time.monotonic()
    ended = await desk.sent(delivery)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ended.outcome is outcome
    assert time.monotonic() - began < 2
    assert most < 20_000_000


async def test_an_endpoint_has_four_calls_at_once_and_twenty_in_a_second(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    began = time.monotonic()
    ends = await asyncio.gather(*(desk.sent(delivery) for _ in range(12)))
    assert {end.outcome for end in ends} == {Outcome.OK}
    assert desk.receiver.most_at_once == 4
    assert time.monotonic() - began >= 11 / 20


async def test_more_than_that_is_told_when_to_come_and_then_goes_at_once(desk: Desk) -> None:
    delivery = desk.listens()
    before = now_utc()
    tasks = [asyncio.create_task(desk.webhooks.free_at(delivery, before)) for _ in range(60)]
    slots = [slot for slot in await asyncio.gather(*tasks[20:]) if slot is not None]
    assert len(slots) == 40
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(slots, slots[20:], strict=False))
    for task in tasks:
        task.cancel()


async def test_whoever_finds_no_room_waits_a_little_and_goes_in_turn(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    assert [await desk.webhooks.enter_soon(delivery) for _ in range(4)] == [True] * 4
    waiting = [asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(2)]
    ends = await asyncio.gather(*(desk.webhooks.send(delivery, RECORD) for _ in range(4)))
    assert {end.outcome for end in ends} == {Outcome.OK}
    assert await asyncio.gather(*waiting) == [True, True]


async def test_for_one_that_does_not_answer_nobody_waits_until_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.adapters.webhook.gate._SOON", _Wait(still=0.1, longest=0.2))
    gate = Gate(Pace(), now_utc)
    assert [await gate.enter_soon() for _ in range(5)] == [True] * 4 + [False]
    began = time.monotonic()
    assert [await gate.enter_soon() for _ in range(9)] == [False] * 9
    gate.leave(well=False)
    assert not await gate.enter_soon()
    assert time.monotonic() - began < 0.1
    gate.leave(well=True)
    assert await gate.enter_soon()


async def test_whoever_comes_to_a_full_row_is_not_told_to_come_again_at_once() -> None:
    gate = Gate(Pace(a_second=500), now_utc)
    assert [await gate.enter(None) for _ in range(4)] == [None] * 4
    waiting = [asyncio.create_task(gate.enter(None)) for _ in range(51)]
    await asyncio.sleep(0.01)
    again = await gate.enter(None)
    assert again is not None
    assert again - now_utc() > timedelta(seconds=0.4)
    for task in waiting:
        task.cancel()


async def test_a_turn_that_nobody_takes_goes_to_the_next(desk: Desk) -> None:
    delivery = desk.listens("/slow")
    for _ in range(4):
        assert await desk.webhooks.enter_soon(delivery)
    first, second = (asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(2))
    await asyncio.sleep(0)
    sending = asyncio.create_task(desk.webhooks.send(delivery, RECORD))
    first.cancel()
    assert await second
    assert (await sending).outcome is Outcome.OK


async def test_no_endpoint_makes_a_crowd_wait(desk: Desk) -> None:
    delivery = desk.listens()
    tasks = [asyncio.create_task(desk.webhooks.enter_soon(delivery)) for _ in range(60)]
    await asyncio.sleep(0)
    done = [task for task in tasks if task.done()]
    assert [task.result() for task in done] == [True] * 4 + [False] * 5
    for task in tasks:
        task.cancel()


async def test_one_that_fails_is_spared_and_the_others_are_not(desk: Desk) -> None:
    desk.receiver.status = lambda call, _: 500 if call.path == "/ill" else 204
    ill, well = desk.listens("/ill"), desk.listens("/well", 2)
    for n in range(5):
        assert (await desk.sent(replace(ill, token=str(n)))).outcome is Outcome.RETRY
    spared_until = await desk.webhooks.free_at(ill, now_utc())
    assert spared_until is not None
    assert timedelta(seconds=28) < spared_until - now_utc() < timedelta(seconds=31)
    assert (await desk.sent(well)).outcome is Outcome.OK
    assert [desk.receivers.kept[one.id].failures for one in desk.receivers.kept.values()] == [5, 0]


async def test_one_that_asks_for_patience_is_asked_by_nobody_meanwhile(desk: Desk) -> None:
    desk.receiver.path = "/patience"
    delivery = desk.listens()
    assert (await desk.sent(delivery)).retry_after_seconds == 90
    assert not await desk.webhooks.enter_soon(delivery)
    slot = await desk.webhooks.free_at(delivery, now_utc())
    assert slot is not None
    assert timedelta(seconds=88) < slot - now_utc() <= timedelta(seconds=90)


async def test_nobody_asks_for_centuries_of_patience_and_what_makes_no_sense_is_none(desk: Desk) -> None:
    delivery = desk.listens("/nonsense")
    ended = await desk.sent(delivery)
    assert (ended.outcome, ended.retry_after_seconds) == (Outcome.THROTTLE, None)
    assert (await desk.sent(desk.listens("/centuries", 2))).retry_after_seconds == 86_400


async def test_of_a_key_that_does_not_open_the_endpoint_is_not_to_blame(desk: Desk) -> None:
    delivery = desk.listens()
    desk.webhooks._open_key = unopened
    for _ in range(9):
        assert await desk.sent(delivery) == Ended(Outcome.RETRY, reason=NoVaultError.code)
    assert desk.receiver.arrived == []
    assert [one.failures for one in desk.receivers.kept.values()] == [0]


async def test_a_key_that_was_revoked_does_not_stay_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "_KNOWN_SECONDS", 0.0)
    delivery = desk.listens()
    await desk.sent(delivery)
    [endpoint] = desk.receivers.kept.values()
    [key] = endpoint.keys
    next_key = replace(key, kid="k2", sealed=HmacKey(bytes(32)).text())
    desk.receivers.kept[endpoint.id] = endpoint.revoke_keys(next_key)
    await desk.sent(delivery)
    assert list(desk.webhooks._keys[endpoint.id]) == [next_key.sealed]
    desk.receivers.kept[endpoint.id] = endpoint.disable("by_hand")
    await desk.sent(delivery)
    assert desk.webhooks._keys == {}


async def test_one_that_wants_nothing_any_more_is_asked_no_more(desk: Desk) -> None:
    desk.receiver.status = lambda *_: 410
    delivery = desk.listens()
    gone = Ended(Outcome.GONE, 410, reason="answered 410", seen=Seen(Phase.ANSWER, "127.0.0.1"))
    assert replace(await desk.sent(delivery), ms=0) == gone
    assert await desk.sent(delivery) == Ended(Outcome.GONE, reason="endpoint not active")
    assert len(desk.receiver.arrived) == 1


async def test_where_no_operator_opened_a_place_no_call_goes_inside(desk: Desk) -> None:
    delivery = desk.listens()
    for url in (f"http://127.0.0.1:{desk.receiver.port}/", "https://localhost:8443/"):
        endpoint = endpoint_at(url)
        desk.receivers.kept[endpoint.id] = endpoint
        webhooks, callers = webhooks_for(desk.receivers, 1)
        assert await webhooks.free_at(delivery, now_utc()) is None
        assert (await webhooks.send(delivery, RECORD)).outcome is Outcome.BLOCKED
        await callers.stop()
    assert not desk.receiver.arrived


async def test_a_place_inside_is_open_to_its_client_alone(desk: Desk) -> None:
    webhooks, callers = webhooks_for(desk.receivers, desk.receiver.port, opened_to="H1")
    for number, outcome in ((1, Outcome.OK), (2, Outcome.BLOCKED), (1, Outcome.OK)):
        delivery = desk.listens(number=number)
        assert await webhooks.free_at(delivery, now_utc()) is None
        assert (await webhooks.send(delivery, RECORD)).outcome is outcome
    await callers.stop()
