"""Figures, built a second time from the bus, are the same figures."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.reviews.adapters.hearing import KafkaHearing
from services.reviews.adapters.mongo.figures import FIGURES
from services.reviews.app import build
from services.reviews.settings import Settings
from shared.kernel.clock import now_utc
from shared.kernel.ids import id_from
from tests.notifications.facts import event_of
from tests.operating import NAMED, operating
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import publish

GRANTED = [event_of("award.granted", award_id=id_from("award", n)) for n in range(12)]
REVOKED = event_of("award.revoked", award_id=id_from("award", 3))


async def test_figures_are_rebuilt_equal_though_awards_come_in_another_order(
    mongodb_url: str,
    kafka_bootstrap: str,
    namespace: str,
    topics: Callable[..., Awaitable[list[str]]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await topics()
    settings = Settings(
        mongodb_url=mongodb_url,
        kafka_bootstrap=kafka_bootstrap,
        namespace=namespace,
        issuer="http://127.0.0.1:8709",
        jwks_url="http://127.0.0.1:8709/jwks.json",
    )
    await build(settings).migrate()
    for told in (GRANTED, GRANTED[::-1]):
        await publish(kafka_bootstrap, namespace, [*((event, 1) for event in told), (REVOKED, 2)])
    service = build(settings)
    (judged,) = [group for group in service.live_groups() if group.name == "reviews.figures"]
    hearing = KafkaHearing(settings, service.store, (judged,))
    now = now_utc()
    assert await hearing.is_behind(now), "nothing was read yet"
    assert not await hearing.is_behind(now - timedelta(days=1)), "nothing was written yesterday"
    async with service.running():

        async def are_counted() -> bool:
            row = await service.store.rows(FIGURES).find_one({"awards": len(GRANTED) - 1})
            return row is not None and len(row["counted"]) == len(GRANTED)

        await until(are_counted)

        async def is_all_heard() -> bool:
            return not await hearing.is_behind(now)

        await until(is_all_heard)
    operate = operating(settings, build, capsys, monkeypatch)
    rebuilt = await operate("rebuild", "figures", *NAMED, "--json")
    assert rebuilt.code == 0, rebuilt.err
    (row,) = rebuilt.rows
    assert (row["live"], row["rebuilt"], row["equal"]) == (1, 1, "yes")
