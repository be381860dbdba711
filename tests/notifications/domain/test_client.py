from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.client import Client, ClientKey, ClientKeyKnownError, Scope, client_id

BEGAN = datetime(2026, 10, 1, tzinfo=UTC)


def client() -> Client:
    key = ClientKey("k0", {"kty": "OKP"}, BEGAN)
    return Client(client_id("ht"), "ht", "Hệ thống", (key,), frozenset(Scope), frozenset({"STP-HP"}))


@given(st.lists(st.integers(0, 30), max_size=6), st.integers(0, 60))
def test_some_key_counts_on_every_day_and_none_for_more_than_seven_after_the_next(days: list[int], day: int) -> None:
    grown, at = client(), BEGAN
    for number, step in enumerate(days, start=1):
        at += timedelta(days=step)
        grown = grown.with_key(ClientKey(f"k{number}", {"kty": "OKP"}, at))
    when = at + timedelta(days=day)
    counting = [key for key in grown.keys if key.proves(when)]
    assert counting[-1] == grown.keys[-1]
    assert all(
        when < later.since + timedelta(days=7) for key in counting for later in grown.keys if later.since > key.since
    )


def test_a_key_that_others_may_know_ends_at_once_with_its_tokens() -> None:
    later = BEGAN + timedelta(days=1)
    safe = client().suspended().with_key(ClientKey("k1", {"kty": "OKP"}, later), at_once=True).resumed(later)
    assert [kid for kid in ("k0", "k1") if safe.key(kid, later)] == ["k1"]
    assert [safe.takes(at) for at in (BEGAN, later)] == [False, True]


def test_a_key_id_means_one_key_for_ever() -> None:
    with pytest.raises(ClientKeyKnownError):
        client().with_key(ClientKey("k0", {"kty": "EC"}, BEGAN + timedelta(days=30)))


def test_nothing_proves_a_client_that_was_suspended_until_it_is_resumed() -> None:
    out = client().suspended()
    assert out.key("k0", BEGAN) is None
    assert out.resumed(BEGAN).key("k0", BEGAN) == client().keys[0]
