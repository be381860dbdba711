import base64
import hmac
import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.adapters.webhook import calling, webhooks
from services.notifications.adapters.webhook.body import MOST_BYTES, body_of
from services.notifications.adapters.webhook.signing import HmacKey, Key
from services.notifications.domain.client import Client, Scope, client_id
from services.notifications.domain.delivery import leased
from services.notifications.domain.endpoint import SigningKey
from services.notifications.domain.outcome import Ended, Outcome, Phase, Seen
from shared.kernel.clock import now_utc
from shared.kernel.errors import UnavailableError
from shared.runtime.vault import NoVaultError
from tests.notifications.adapters.webhook.desk import RECORD, Desk
from tests.notifications.endpoints import SECRET, endpoint_at, webhooks_for
from tests.notifications.facts import SECRET_CITATION, SECRET_NAME

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
