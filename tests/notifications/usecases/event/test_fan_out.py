"""How a message goes to many: page by page, at a pace, and never past what happened meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

import pytest

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.domain.digest import next_digest
from services.notifications.domain.fan_out import FanOut, fan_outs
from services.notifications.domain.preference import Level, Rhythm, Setting
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event import address
from services.notifications.usecases.recipient.ports import FanOuts
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.errors import UnavailableError
from tests.notifications.conftest import SetClock
from tests.notifications.facts import event_of, record_of
from tests.notifications.lettering import choose, for_five, happened, letters, peers

PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "P-THADS-5"),))
GRANTOR = Actor("TT-HP", (Grant(Role.GRANTOR, "THADS-HP"),))
ADDRESSED = Addressed(
    *("CB-1", Channel.EMAIL, "movement", 1, Fate.DIGEST),
    *(datetime(2026, 10, 14, tzinfo=UTC), "all", Level.PERSON, "", Rhythm.WEEKLY),
)
NIGHT = datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 10, 14, 0, 30, tzinfo=UTC)
"""22:00, and 07:30 of the next day in Vietnam."""


async def test_a_message_for_many_goes_on_page_by_page_where_it_was_broken_off(
    memory: Ports, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "MOST_PEOPLE", 3)
    monkeypatch.setattr("services.notifications.usecases.event.fan_out.PAGE", 2)
    await peers(memory, 7)
    gone = await memory.mailboxes.find("CB-0002")
    assert gone
    await memory.mailboxes.save(gone.unsubscribed())
    event_id = await happened(memory, "movement.launched")
    assert (await memory.events.get(event_id)).is_for_many
    assert await letters(memory, event_id) == []
    use_cases, keep = build_use_cases(memory), memory.deliveries.keep
    calls = 0

    async def once(deliveries: list[Delivery]) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise UnavailableError
        await keep(deliveries)

    monkeypatch.setattr(memory.deliveries, "keep", once)
    with pytest.raises(UnavailableError):
        await use_cases.event.fan_out()
    monkeypatch.setattr(memory.deliveries, "keep", keep)
    assert len(await letters(memory, event_id)) == 2
    await choose(memory, Actor("CB-0003"), Setting.DIGEST)
    for _ in range(2):
        await use_cases.event.fan_out()
    sent = await letters(memory, event_id)
    assert [each.target for each in sent] == [f"person:CB-{n:04}" for n in range(7) if n != 2]
    assert {each.lane for each in sent} == {Lane.BULK}
    assert await memory.fan_outs.open(5) == []
    clock.now = next_digest(clock(), Rhythm.WEEKLY)
    assert await memory.postponements.due(clock()) == []


@pytest.mark.parametrize(("kind", "in_a_run"), [("movement.launched", 2), ("award.revoked", 5)])
async def test_of_letters_to_many_few_become_due_in_a_second_unless_they_correct(
    memory: Ports, monkeypatch: pytest.MonkeyPatch, kind: str, in_a_run: int
) -> None:
    monkeypatch.setattr("services.notifications.usecases.event.fan_out.PAGE", 1)
    record = await for_five(memory, kind)
    use_cases, kept = build_use_cases(memory, masses_a_second=1), list[int]()
    for _ in range(4):
        await use_cases.event.fan_out()
        kept.append(len(await letters(memory, record.id)))
    assert kept == [min(in_a_run * run, 5) for run in (1, 2, 3, 4)]
    later = {(each.next_at - memory.clock()).total_seconds() for each in await letters(memory, record.id)}
    assert later == ({0} if kind == "award.revoked" else {0, 1})


async def test_what_corrects_waits_for_no_other_message_for_many(
    memory: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.usecases.event.fan_out._JOBS", 1)
    first = await for_five(memory, "movement.launched")
    revoked = replace(record_of(event_of("award.revoked")), messages=first.messages, is_for_many=True)
    await memory.events.keep(revoked)
    await memory.fan_outs.keep(fan_outs(revoked, memory.clock() + timedelta(seconds=1)))
    await build_use_cases(memory).event.fan_out()
    assert [len(await letters(memory, each.id)) for each in (first, revoked)] == [0, 5]


@pytest.mark.parametrize(("kind", "by_night"), [("movement.launched", 0), ("award.revoked", 5)])
async def test_by_night_a_message_for_many_rests_unless_it_corrects(
    memory: Ports, clock: SetClock, kind: str, by_night: int
) -> None:
    clock.now = NIGHT
    record = await for_five(memory, kind)
    use_cases = build_use_cases(memory)
    await use_cases.event.fan_out()
    assert len(await letters(memory, record.id)) == by_night
    clock.now = MORNING
    await use_cases.event.fan_out()
    assert len(await letters(memory, record.id)) == 5


async def test_what_waits_for_a_digest_costs_a_message_for_many_no_turn(memory: Ports) -> None:
    record = await for_five(memory, "movement.launched")
    for n in range(4):
        await choose(memory, Actor(f"CB-{n:04}"), Setting.DIGEST)
    use_cases = build_use_cases(memory, masses_a_second=1)
    await use_cases.event.fan_out()
    (alone,) = await letters(memory, record.id)
    assert alone.target == "person:CB-0004"


async def test_of_an_award_that_was_revoked_no_more_letters_are_written_to_many(ports: Ports) -> None:
    record = await for_five(ports, "award.published")
    use_cases = build_use_cases(ports, masses_a_second=1)
    await use_cases.event.fan_out()
    await ports.events.keep(record_of(event_of("award.revoked"), 1))
    for _ in range(2):
        await use_cases.event.fan_out()
    assert (len(await letters(ports, record.id)), await ports.fan_outs.open(5)) == (2, [])


async def test_who_sees_late_how_far_a_message_for_many_has_come_does_not_end_it(memory: Ports) -> None:
    record = await for_five(memory, "movement.launched")
    as_it_was = await memory.fan_outs.open(5)

    class Late:
        """Jobs as another process read them before this one went on."""

        def __getattr__(self, name: str) -> object:
            return getattr(memory.fan_outs, name)

        async def open(self, _limit: int) -> Sequence[FanOut]:
            return as_it_was

    ours = build_use_cases(memory, masses_a_second=1)
    theirs = build_use_cases(replace(memory, fan_outs=cast("FanOuts", Late())), masses_a_second=1)
    await ours.event.fan_out()
    as_it_is = await memory.fan_outs.open(5)
    await theirs.event.fan_out()
    assert (len(as_it_is), await memory.fan_outs.open(5)) == (1, as_it_is)
    for _ in range(3):
        await ours.event.fan_out()
    assert (len(await letters(memory, record.id)), await memory.fan_outs.open(5)) == (5, [])


async def test_how_far_a_message_for_many_has_come_is_moved_by_one_only(ports: Ports) -> None:
    job = FanOut(UUID(int=1), UUID(int=2), "movement", ports.clock())
    for _ in range(2):
        await ports.fan_outs.keep([job])
    pressing = FanOut(UUID(int=3), UUID(int=4), "revoked", ports.clock() + timedelta(seconds=1), presses=True)
    await ports.fan_outs.keep([pressing])
    assert await ports.fan_outs.open(5) == [pressing, job]
    await ports.fan_outs.finish(pressing)
    assert await ports.fan_outs.open(5) == [job]
    decided = replace(job, page=(ADDRESSED,), last="CB-1")
    assert await ports.fan_outs.decide(decided) == decided
    assert await ports.fan_outs.decide(replace(job, page=(), last="CB-2")) == decided
    assert await ports.fan_outs.open(5) == [decided]
    assert [await ports.fan_outs.move(decided), await ports.fan_outs.move(decided)] == [True, False]
    (moved,) = await ports.fan_outs.open(5)
    assert moved == decided.moved
    assert await ports.fan_outs.decide(decided) == moved
    await ports.fan_outs.finish(job)
    assert await ports.fan_outs.open(5) == [moved]
    await ports.fan_outs.finish(moved)
    assert await ports.fan_outs.open(5) == []
