"""The kit as a client of a real gateway, with a receiver that keeps a copy of the register."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from uuid import uuid4

import pytest

from services.notifications.kit import write_lines
from services.notifications.kit.client import GatewayClient, GatewayError, Identity
from services.notifications.kit.pulling import DIGEST, Copy, ForkedError, document, page
from services.notifications.kit.receiver import Receiver
from services.notifications.kit.register_lines import LINES, Sandbox, check_register
from services.notifications.kit.report import Pulled
from services.notifications.kit.stage import Stage
from services.notifications.kit.write_lines import Sending, check_writes
from shared.kernel.lineage import Lineage, Succession
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.facts import event_of, record_of
from tests.notifications.gateway.outside import AUDIENCE, Gate, System
from tests.notifications.kit.receivers import kit_against, whole


async def filled(house: Gate) -> None:
    """Two awards of the client, one of them corrected, the other revoked, and one of somebody else's between them."""
    told = (
        ("award.published", 1, "THADS-HP"),
        ("award.published", 2, "STP-VL"),
        ("award.published", 3, "THADS-HP"),
        ("award.corrected", 1, "THADS-HP"),
        ("award.revoked", 3, "THADS-HP"),
    )
    awards = {number: uuid4() for number in (1, 2, 3)}
    for n, (kind, number, unit) in enumerate(told):
        event = event_of(kind, award_id=awards[number], unit_id=unit, unit_path=[unit])
        await house.register.append(record_of(event, n))


@asynccontextmanager
async def sandbox(
    house: Gate, system: System, clock: SetClock, *, copies: type[Copy] | None = Copy
) -> AsyncIterator[Sandbox]:
    stage, identity = Stage(str(house.http.base_url)), Identity(system.ref, system.key)
    client = GatewayClient(str(house.http.base_url), identity, audience=AUDIENCE, clock=clock)
    async with AsyncExitStack() as stack:
        caller, receiver = await stack.enter_async_context(kit_against(whole, stage))
        await stack.enter_async_context(client)
        pulling = await stack.enter_async_context(GatewayClient(stage.url, identity, audience=AUDIENCE, clock=clock))
        if copies is not None:
            keeps_a_copy(receiver, pulling, copies)
        yield Sandbox(client, caller, stage, patience_seconds=15.0 if copies is Copy else 0.5)


def keeps_a_copy(receiver: Receiver, client: GatewayClient, kind: type[Copy]) -> None:
    copy = kind(client)

    async def pull() -> None:
        await copy.go_on()
        receiver.books.pulled = copy.pulled

    receiver.pull = pull


async def test_a_client_whose_copy_is_the_register_passes_every_line(
    house: Gate, system: System, clock: SetClock
) -> None:
    await filled(house)
    async with sandbox(house, system, clock) as found:
        assert [(one.name, one.found) for one in await check_register(found)] == [(line.name, "") for line in LINES]


async def test_a_client_that_sends_passes_every_line(house: Gate, system: System, clock: SetClock) -> None:
    url = str(house.http.base_url)
    async with GatewayClient(url, Identity(system.ref, system.key), audience=AUDIENCE, clock=clock) as client:
        await client.log_in()
        found = await check_writes(Sending(client))
    assert [(one.name, one.found) for one in found] == [(line.name, "") for line in write_lines.LINES]
    assert len(house.owner.of("nominations")) == 1


async def test_what_is_not_there_or_not_true_fails_its_line(
    house: Gate, system: System, clock: SetClock, store: MongoStore
) -> None:
    await filled(house)
    await store.rows("register").update_one({"_id": 4}, {"$set": {"kind": "award.presented"}})
    async with sandbox(house, system, clock, copies=None) as found:
        failed = {one.name: one.found for one in await check_register(found) if not one.is_passed}
    assert failed.keys() == {"pull", "corrected", "copy", "merged", "forked"}
    assert failed["pull"].endswith("its hash is another")
    assert failed["copy"].startswith("nothing pulled")
    assert failed["merged"].startswith("nobody asked http://127.0.0.1:")


class HeedsNoLineage(Copy):
    async def _after(self, lineage: str, held: Pulled) -> tuple[str, Pulled]:
        del lineage
        return await super()._after((await page(self._client, "0", 1)).lineage, held)


class HeedsNoFork(Copy):
    async def go_on(self) -> None:
        try:
            await page(self._client, self.pulled.cursor)
        except ForkedError:
            if self.pulled.cursor.startswith("kit1."):
                return
        except GatewayError:
            pass
        await super().go_on()


@pytest.mark.parametrize(("kind", "line"), [(HeedsNoLineage, "merged"), (HeedsNoFork, "forked")])
async def test_a_copy_that_heeds_no_merger_or_no_lost_history_fails_that_line(
    house: Gate, system: System, clock: SetClock, kind: type[Copy], line: str
) -> None:
    await filled(house)
    async with sandbox(house, system, clock, copies=kind) as found:
        assert [one.name for one in await check_register(found) if not one.is_passed] == [line]


async def test_a_copy_begins_anew_when_its_units_go_on_from_others_and_when_a_history_was_lost(
    house: Gate, system: System, clock: SetClock, store: MongoStore
) -> None:
    await filled(house)
    url = str(house.http.base_url)
    async with GatewayClient(url, Identity(system.ref, system.key), audience=AUDIENCE, clock=clock) as client:
        copy = Copy(client)
        await copy.go_on()
        assert copy.pulled.count == 4
        house.units.lineage = Lineage(frozenset({Succession("STP-VL", "THADS-HP", date(2026, 1, 1))}))
        await copy.go_on()
        assert copy.pulled.count == 5
        await store.rows("register").delete_many({"_id": {"$gt": 3}})
        await copy.go_on()
        told = document(await client.get(DIGEST))
    assert (copy.pulled.count, copy.pulled.fold) == (told["count"], told["fold"]) == (3, copy.pulled.fold)
