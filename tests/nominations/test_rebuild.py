"""The history of awards, built a second time from the bus."""

from collections.abc import Awaitable, Callable

import pytest

from services.nominations.app import build
from services.nominations.settings import Settings
from tests.nominations.office import Day, Office, award_for
from tests.operating import NAMED, operating
from tests.shared.runtime.bus.world import until
from tests.shared.runtime.operating.listener import publish


async def test_the_history_of_awards_is_rebuilt_equal_and_no_file_is_touched(
    office: Office,
    day: Day,
    settings: Settings,
    topics: Callable[..., Awaitable[list[str]]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await topics()
    files = [await office.submitted(), await office.submitted(form_code="BANG_KHEN_BO")]
    await publish(settings.kafka_bootstrap, settings.namespace, [(award_for(file), 1) for file in files])
    service = build(settings, day)
    async with service.running():

        async def is_remembered() -> bool:
            return await service.store.rows("award_history").count_documents({}) == len(files)

        await until(is_remembered)
    before = await office.store.rows("nominations").find({}).to_list(None)
    operate = operating(settings, build, capsys, monkeypatch)
    rebuilt = await operate("rebuild", "award_history", *NAMED, "--json")
    assert rebuilt.code == 0, rebuilt.err
    (row,) = rebuilt.rows
    assert (row["live"], row["rebuilt"], row["equal"]) == (2, 2, "yes")
    assert await office.store.rows("nominations").find({}).to_list(None) == before
    refused = await operate("replay", "nominations.awards", *NAMED)
    assert (refused.code, "--effects-again" in refused.err) == (1, True)
