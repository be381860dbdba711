"""One try at one record: each class of failure has its verdict."""

from collections.abc import Awaitable, Callable

import pytest

from shared.kernel.cause import Cause
from shared.kernel.clock import now_utc
from shared.kernel.errors import AlreadyHandledError, ConflictError, StaleError, UnavailableError
from shared.runtime.bus.attempt import Attempt, Outcome
from shared.runtime.bus.subscription import Group, on
from tests.shared.runtime.bus.test_envelope import raw_of
from tests.shared.runtime.bus.world import KNOWN, Noted, Told

CLASSES = [
    (None, Outcome.HANDLED, "", 1),
    (AlreadyHandledError(), Outcome.REPEATED, "", 1),
    (ConflictError("CASE_CLOSED"), Outcome.PERMANENT, "CASE_CLOSED", 1),
    (ZeroDivisionError(), Outcome.UNEXPECTED, "ZeroDivisionError", 1),
    (StaleError(), Outcome.UNAVAILABLE, "stale", 3),
    (UnavailableError(), Outcome.UNAVAILABLE, "unavailable", 4),
    (ConnectionResetError(), Outcome.UNAVAILABLE, "unavailable", 4),
]


def failing(error: Exception | None, ran: list[int]) -> Callable[[Told | Noted, Cause], Awaitable[None]]:
    async def handler(event: Told | Noted, _: Cause) -> None:
        ran.append(event.n)
        if error is not None:
            raise error

    return handler


@pytest.mark.parametrize(("error", "outcome", "reason", "tries"), CLASSES, ids=[repr(row[0]) for row in CLASSES])
async def test_each_failure_has_its_class(error: Exception | None, outcome: Outcome, reason: str, tries: int) -> None:
    ran: list[int] = []
    attempt = Attempt(Group("tests.all", (on(Told, failing(error, ran)),)), now_utc, KNOWN)
    verdict = await attempt(raw_of())
    assert (verdict.outcome, verdict.reason, len(ran)) == (outcome, reason, tries)


async def test_a_known_event_that_is_not_subscribed_is_simply_done() -> None:
    attempt = Attempt(Group("tests.all", (on(Noted, failing(None, [])),)), now_utc, KNOWN)
    assert (await attempt(raw_of(), is_held=lambda: True)).is_done


async def test_an_event_whose_key_is_held_queues_behind_without_running() -> None:
    ran: list[int] = []
    attempt = Attempt(Group("tests.all", (on(Told, failing(None, ran)),)), now_utc, KNOWN)
    verdict = await attempt(raw_of(), is_held=lambda: True)
    assert (verdict.outcome, ran) == (Outcome.BEHIND, [])
