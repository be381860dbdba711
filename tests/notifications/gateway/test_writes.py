import asyncio
from typing import Any

import pytest

from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import Gate, System
from tests.notifications.gateway.test_access import refused

WORD = {"word": "khen"}
COVERED = ("@method", "@path", "@query", "content-digest", "idempotency-key")


async def test_a_signed_write_is_done(house: Gate, system: System) -> None:
    reply = await house.post(system, WORD)
    assert (reply.status_code, reply.json()) == (200, {"client": "hp-nhan-su", "word": "khen", "count": 1})


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": {"Signature": ""}},
        {"headers": {"Signature-Input": ""}},
        {"headers": {"Content-Digest": ""}},
        {"headers": {"Content-Digest": "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"}},
        {"headers": {"Signature": "sig=:AAAA:"}},
        {"headers": {"Idempotency-Key": "another"}},
        *({"names": [each for each in COVERED if each != name]} for name in COVERED),
        {"nonce": ""},
    ],
)
async def test_a_signature_that_does_not_cover_everything_is_none(
    house: Gate, system: System, changed: dict[str, Any]
) -> None:
    refused(await house.post(system, WORD, **changed), 401, "signature_invalid")
    assert house.heard == []


async def test_another_systems_key_signs_nothing_here(house: Gate, system: System, clock: SetClock) -> None:
    other = System("vl-doc", clock, token=system.token)
    refused(await house.post(other, WORD), 401, "signature_invalid")


async def test_a_signature_counts_five_minutes_and_once(house: Gate, system: System, clock: SetClock) -> None:
    now = int(clock().timestamp())
    for created in (now - 301, now + 301):
        refused(await house.post(system, WORD, created=created), 401, "signature_expired")
    for created in (now - 300, now + 300):
        assert (await house.post(system, WORD, created=created)).status_code == 200
    assert (await house.post(system, WORD, nonce="once")).status_code == 200
    refused(await house.post(system, WORD, nonce="once"), 401, "replayed")


async def test_a_key_is_needed_and_gives_one_answer_for_seven_days(
    house: Gate, system: System, clock: SetClock
) -> None:
    refused(await house.post(system, WORD, headers={"Idempotency-Key": ""}), 400, "idempotency_key_missing")
    first = await house.post(system, WORD, key="k")
    again = await house.post(system, WORD, key="k")
    assert (first.content, first.status_code) == (again.content, again.status_code)
    assert again.headers["idempotency-replayed"] == "true"
    assert house.heard == ["khen"]
    refused(await house.post(system, {"word": "khác"}, key="k"), 422, "idempotency_key_reused")
    clock.move(6 * 86_400)
    await system.ask(house.http)
    assert (await house.post(system, WORD, key="k")).content == first.content


async def test_two_at_once_do_it_once(house: Gate, system: System) -> None:
    replies = await asyncio.gather(*(house.post(system, WORD, key="k") for _ in range(5)))
    assert house.heard == ["khen"]
    told = {reply.json().get("code", "done") for reply in replies}
    assert "done" in told
    assert told <= {"done", "still_running"}
    assert {reply.status_code for reply in replies} <= {200, 409}


async def test_a_refused_request_leaves_its_key_free(house: Gate, system: System) -> None:
    reply = await house.post(system, {"word": "x", "surprise": 1}, key="k")
    found = refused(reply, 422, "body_invalid")
    assert (found["path"], found["errors"][0]["code"]) == ("surprise", "unknown_field")
    assert (await house.post(system, WORD, key="k")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"word": "\xff"}',
        b'{"word": "a", "word": "b"}',
        b'{"word": NaN}',
        b'{"word": "\\ud800"}',
        b"[" * 21 + b"]" * 21,
        b"[" * 100_000,
    ],
)
async def test_what_cannot_be_read_in_one_way_only_is_malformed(house: Gate, system: System, body: bytes) -> None:
    refused(await house.post(system, body), 400, "malformed")
    assert house.heard == []


async def test_other_media_and_too_much_are_refused(house: Gate, system: System) -> None:
    refused(await house.post(system, WORD, headers={"Content-Type": "text/csv"}), 415, "unsupported_media_type")
    refused(await house.post(system, b'"' + b"x" * 11_000_000 + b'"'), 413, "too_large")
