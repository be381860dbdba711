"""What waits: in outboxes, and on the bus."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared.kernel.cause import job_cause
from shared.kernel.clock import now_utc
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings
from shared.runtime.store.client import MongoStore
from tests.operating import Operate, operating
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import Settings, build, publish, reserved

Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Award:
    id: UUID
    version: int = 0


def owing(settings: ServiceSettings, seconds: float) -> Service:
    """A service whose clock stood so many seconds behind, and which keeps awards."""
    store = MongoStore(
        settings.mongodb_url, settings.database("listener"), clock=lambda: now_utc() - timedelta(seconds=seconds)
    )
    store.aggregates("awards", Award)
    return Service(name="listener", settings=settings, store=store)


async def test_what_is_kept_and_not_published_is_listed_with_its_age(
    settings: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = operating(settings, lambda found: owing(found, 0), capsys, monkeypatch)
    nothing = await look("outbox")
    assert (nothing.code, nothing.out) == (0, "nothing waits\n")
    for seconds, code in ((5, 0), (90, 1)):
        award = Award(uuid4())
        service = owing(settings, seconds)
        awards = service.store.aggregates("awards", Award)
        await awards.save(award, emits=[reserved(award.id)], because_of=job_cause("tests", "award", award.id))
        await service.store.close()
        found = await look("outbox", "--json")
        row = next(row for row in found.rows if row["key"] == str(award.id))
        assert (found.code, row["type"], row["seq"]) == (code, "award.reserved", 1)
        assert seconds <= row["seconds"] < seconds + 20
    assert "2 events wait, the oldest for 9" in (await look("outbox")).out


async def test_lag_is_told_by_group_and_partition_and_seconds(settings: Settings, operate: Operate) -> None:
    nothing = await operate("lag")
    assert (nothing.code, nothing.out.splitlines()[-1:]) == (0, ["everything is handled"]), nothing.err
    award = uuid4()
    await publish(settings.kafka_bootstrap, settings.namespace, [(reserved(award), n) for n in (1, 2, 3)])
    behind = await operate("lag", "--json")
    rows = [row for row in behind.rows if row["lag"]]
    assert behind.code == 0, "it has not waited for long"
    assert [(row["group"], row["lag"], row["committed"]) for row in rows] == [
        ("listener.rows", 3, 0),
        ("listener.letters", 3, 0),
    ]
    assert all(0 <= row["seconds"] < 30 for row in rows)
    assert len(behind.rows) == 2 * 12
    async with build(settings).running():

        async def is_even() -> bool:
            return not any(row["lag"] for row in (await operate("lag", "--json")).rows)

        await until(is_even)


async def test_without_a_broker_lag_says_so(
    settings: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = settings.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})
    said = await operating(away, build, capsys, monkeypatch)("lag")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1].startswith("Kafka: ")
