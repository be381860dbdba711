"""Which keys of an issuer are known, for how long, and what is remembered of a token."""

from datetime import timedelta

import pytest

from shared.kernel.errors import UnavailableError
from shared.runtime.web import auth
from shared.runtime.web.auth import IssuerKeys, Tokens
from tests.shared.runtime.web.test_auth import NOON, other_key, reason
from tests.shared.runtime.web.tokens import ISSUER, Issuer, at


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(at(NOON))


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def tokens_with(issuer: Issuer, watch: Watch) -> Tokens:
    return Tokens(ISSUER, "reviews", IssuerKeys(issuer.fetch, watch), at(NOON))


async def test_keys_are_fetched_once_in_ten_minutes(issuer: Issuer) -> None:
    watch = Watch()
    tokens = tokens_with(issuer, watch)
    for later_by in (0, 300, 299):
        watch.now += later_by
        await tokens.actor(issuer.token())
    assert issuer.fetched == 1
    watch.now += 2
    await tokens.actor(issuer.token())
    assert issuer.fetched == 2


async def test_while_the_issuer_is_down_known_keys_hold_for_a_day(issuer: Issuer) -> None:
    watch = Watch()
    tokens = tokens_with(issuer, watch)
    await tokens.actor(issuer.token())
    issuer.is_down = True
    watch.now += 86_000
    assert (await tokens.actor(issuer.token())).ref == "TD-01"
    watch.now += 500
    with pytest.raises(UnavailableError):
        await tokens.actor(issuer.token())


async def test_without_any_keys_nobody_is_refused_for_ever(issuer: Issuer) -> None:
    watch = Watch()
    tokens = tokens_with(issuer, watch)
    issuer.is_down = True
    with pytest.raises(UnavailableError):
        await tokens.actor(issuer.token())
    issuer.is_down = False
    watch.now += 11
    assert (await tokens.actor(issuer.token())).ref == "TD-01"


async def test_a_new_key_is_noticed_and_invented_key_ids_do_not_flood_the_issuer(issuer: Issuer) -> None:
    watch = Watch()
    tokens = tokens_with(issuer, watch)
    await tokens.actor(issuer.token())
    for number in range(20):
        assert await reason(tokens, issuer.token(header={"kid": f"invented-{number}"})) == "token_invalid"
    assert issuer.fetched == 1
    watch.now += 11
    issuer.key = other_key(kid="k2")
    assert (await tokens.actor(issuer.token(header={"kid": "k2"}))).ref == "TD-01"
    assert issuer.fetched == 2


async def test_a_known_token_ends_with_its_time(issuer: Issuer) -> None:
    now = [NOON]
    tokens = issuer.tokens("reviews", lambda: now[0])
    token = issuer.token()
    for _ in range(2):
        assert (await tokens.actor(token)).ref == "TD-01"
    now[0] += timedelta(seconds=661)
    assert await reason(tokens, token) == "token_expired"


async def test_a_known_token_ends_with_the_key_that_signed_it(issuer: Issuer) -> None:
    watch = Watch()
    tokens = tokens_with(issuer, watch)
    token = issuer.token()
    for _ in range(2):
        assert (await tokens.actor(token)).ref == "TD-01"
    issuer.key = other_key(kid="k1")
    watch.now += 601
    assert await reason(tokens, token) == "token_invalid"


async def test_a_known_token_of_another_service_stays_refused(issuer: Issuer) -> None:
    tokens, token = issuer.tokens("reviews"), issuer.token(aud="console")
    for _ in range(2):
        assert await reason(tokens, token) == "wrong_audience"


async def test_what_is_known_of_tokens_is_bounded(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_MOST_PROVED", 3)
    tokens = issuer.tokens("reviews")
    first, *others = (issuer.token(f"TD-{number:02}") for number in range(5))
    for token in (first, *others, first):
        await tokens.actor(token)
    assert list(tokens._proved) == [*others[2:], first]
