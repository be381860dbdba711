"""Who is written to of an event, at which hour, and what becomes of what waits."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane, State
from services.notifications.domain.digest import next_digest
from services.notifications.domain.fan_out import FanOut, fan_outs
from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import Mailbox
from services.notifications.domain.preference import ANY_KIND, Level, Rhythm, Setting, Topic
from services.notifications.domain.record import Recorded
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.event import address
from services.notifications.usecases.recipient.ports import FanOuts
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause
from shared.kernel.errors import UnavailableError
from shared.kernel.ids import id_from
from tests.notifications.conftest import VAULT, SetClock
from tests.notifications.facts import cause_of, event_of, record_of
from tests.notifications.kept import of_event
from tests.notifications.people import Letters

PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "P-THADS-5"),))
GRANTOR = Actor("TT-HP", (Grant(Role.GRANTOR, "THADS-HP"),))
NOMINEE = Actor("CB-0412", (Grant(Role.RECIPIENT, "P-THADS-5"), Grant(Role.PEER, "THADS-HP")))
ADDRESSED = Addressed(
    *("CB-1", Channel.EMAIL, "movement", 1, Fate.DIGEST),
    *(datetime(2026, 10, 14, tzinfo=UTC), "all", Level.PERSON, "", Rhythm.WEEKLY),
)
NIGHT = datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 10, 14, 0, 30, tzinfo=UTC)
"""22:00, and 07:30 of the next day in Vietnam."""


async def proven(ports: Ports, who: Actor, n: int = 0) -> None:
    sealed = VAULT.seal(f"{who.ref.lower()}@haiphong.example")
    await ports.mailboxes.save(Mailbox(who.ref, 0, sealed, f"mark {n}", Language.VI, verified_at=ports.clock()))
    await build_use_cases(ports).recipient.visit(who)


async def happened(ports: Ports, kind: str, n: int = 0, **facts: Any) -> UUID:
    event = event_of(kind, **facts)
    for _ in range(2):
        await build_use_cases(ports).event.route(event, cause_of(event, n))
    return cause_of(event, n).id


async def choose(ports: Ports, who: Actor, setting: Setting, rhythm: Rhythm = Rhythm.DAILY) -> None:
    cause_id = id_from("command", who.ref, setting, rhythm)
    cause = Cause(cause_id, who, "preference.choose", cause_id, cause_id)
    await build_use_cases(ports).preference.choose({Topic(ANY_KIND, Channel.EMAIL): setting}, rhythm, cause)


async def letters(ports: Ports, event_id: UUID) -> list[Delivery]:
    return sorted(await of_event(ports.deliveries, event_id), key=lambda each: each.target)


async def for_five(ports: Ports, kind: str) -> Recorded:
    """An event of a kind that is for many, with all of them proven."""
    for n in range(5):
        await proven(ports, Actor(f"CB-{n:04}", (Grant(Role.PEER, "P-THADS-5"),)), n)
        await choose(ports, Actor(f"CB-{n:04}"), Setting.ON)
    (said,) = record_of(event_of("movement.launched")).messages
    record = replace(record_of(event_of(kind)), messages=(said,), is_for_many=True)
    await ports.events.keep(record)
    await ports.fan_outs.keep(fan_outs(record, ports.clock()))
    return record


async def test_the_plan_of_an_event_holds_who_is_written_to_and_why(ports: Ports) -> None:
    await proven(ports, PROPOSER)
    await choose(ports, PROPOSER, Setting.OFF)
    calm = await happened(ports, "nomination.submitted")
    (planned,) = (await ports.events.get(calm)).people
    assert (planned.ref, planned.message, planned.fate) == ("PCT-HP-THA", "submitted", Fate.OFF)
    assert (planned.level, planned.decided_by) == (Level.PERSON, "person:PCT-HP-THA")
    assert await letters(ports, calm) == []
    (item,) = (await build_use_cases(ports).queries.inbox(PROPOSER, before=None, limit=5)).items
    assert (item.reached_by, item.by_mail) == ("person:PCT-HP-THA", planned)
    mandated = await happened(ports, "nomination.returned", 1)
    (delivery,) = await letters(ports, mandated)
    assert (delivery.state, delivery.level) == (State.DUE, Level.MANDATED)
    assert delivery.reached_by == "person:PCT-HP-THA"


async def test_what_was_planned_stays_whatever_is_chosen_later(ports: Ports) -> None:
    await proven(ports, PROPOSER)
    event = event_of("nomination.submitted")
    await build_use_cases(ports).event.route(event, cause_of(event))
    await choose(ports, PROPOSER, Setting.OFF)
    await proven(ports, NOMINEE, 1)
    await build_use_cases(ports).event.route(event, cause_of(event))
    assert [each.target for each in await letters(ports, cause_of(event).id)] == ["person:PCT-HP-THA"]


async def test_nobody_is_written_to_while_no_relay_is_named(memory: Ports) -> None:
    assert isinstance(memory.post, Letters)
    memory.post.is_on = False
    await proven(memory, PROPOSER)
    event_id = await happened(memory, "nomination.submitted")
    assert (await memory.events.get(event_id)).people == ()


@pytest.mark.parametrize("revoked_first", [False, True])
async def test_a_revocation_ends_what_waits_of_its_award_whichever_is_kept_first(
    ports: Ports, clock: SetClock, *, revoked_first: bool
) -> None:
    clock.now = NIGHT
    await proven(ports, NOMINEE)
    await proven(ports, GRANTOR, 1)
    kinds = ["award.granted", "award.published"]
    kinds.insert(0 if revoked_first else 2, "award.revoked")
    kinds.append("award.recovered")
    ids = {kind: await happened(ports, kind, n) for n, kind in enumerate(kinds)}
    states = {kind: [each.state for each in await letters(ports, event_id)] for kind, event_id in ids.items()}
    assert states["award.granted"] == [State.CANCELLED]
    assert [states[kind] for kind in ("award.revoked", "award.recovered")] == [[State.HELD]] * 2
    assert not await ports.postponements.due(NIGHT + timedelta(days=9))


async def test_what_may_wait_comes_in_one_digest_in_the_morning(ports: Ports, clock: SetClock) -> None:
    peer = Actor("CB-0500", (Grant(Role.PEER, "P-THADS-5"),))
    await proven(ports, peer)
    ids = [await happened(ports, "award.published", n, award_id=UUID(int=n)) for n in range(3)]
    assert [await letters(ports, each) for each in ids] == [[], [], []]
    gather = build_use_cases(ports).event.gather_digests
    await gather()
    clock.now = MORNING
    for _ in range(2):
        await gather()
    (digest,) = await build_use_cases(ports).delivery.claim(10)
    record = await ports.events.get(digest.event_id)
    assert re.match(r"Bản tin ngày 14/10/2026: 3 tin\.\n(Gương sáng mới: .*\n?){3}$", record.messages[0].text_vi)
    assert (digest.target, digest.message, digest.lane) == ("person:CB-0500", "digest", Lane.PERSONAL)


async def test_a_digest_does_not_tell_of_what_was_revoked_after_it_was_read(ports: Ports, clock: SetClock) -> None:
    peer = Actor("CB-0500", (Grant(Role.PEER, "P-THADS-5"),))
    await proven(ports, peer)
    for n in range(2):
        await happened(ports, "award.published", n, award_id=UUID(int=n + 1))
    items = await ports.postponements.due(MORNING)
    await happened(ports, "award.revoked", 2, award_id=UUID(int=1))
    clock.now = MORNING
    gather = build_use_cases(ports).event.gather_digests
    for _ in range(2):
        await gather._gather(items)
    told = await ports.events.also_told([one.event_id for one in items], "award.revoked", except_kinds=())
    gone = [one for one in items if one.event_id in told]
    (digest,) = [one for one in await build_use_cases(ports).delivery.claim(10) if one.message == "digest"]
    text = (await ports.events.get(digest.event_id)).messages[0].text_vi
    assert (len(items), len(gone), text.partition("\n")[0]) == (2, 1, "Bản tin ngày 14/10/2026: 1 tin.")
    await gather._gather(gone)
    assert not await ports.postponements.due(MORNING)


@pytest.mark.parametrize(("rhythm", "day"), [(Rhythm.DAILY, "15/10/2026"), (Rhythm.WEEKLY, "26/10/2026")])
async def test_what_comes_too_late_for_a_digest_comes_in_the_next(
    ports: Ports, clock: SetClock, rhythm: Rhythm, day: str
) -> None:
    peer = Actor("CB-0500", (Grant(Role.PEER, "P-THADS-5"),))
    await proven(ports, peer)
    await choose(ports, peer, Setting.DIGEST, rhythm)
    await happened(ports, "award.published", 0, award_id=UUID(int=1))
    clock.now = next_digest(clock(), rhythm)
    early = await ports.postponements.due(clock())
    clock.move(-60)
    await happened(ports, "award.published", 1, award_id=UUID(int=2))
    clock.move(60)
    use_cases = build_use_cases(ports)
    await use_cases.event.gather_digests._gather(early)
    await use_cases.event.gather_digests()
    assert len(await use_cases.delivery.claim(10)) == 1
    clock.now = next_digest(clock(), rhythm)
    await use_cases.event.gather_digests()
    (second,) = [each for each in await use_cases.delivery.claim(10) if each.created_at == clock()]
    assert (await ports.events.get(second.event_id)).messages[0].text_vi.startswith(f"Bản tin ngày {day}: 1 tin.")


async def test_a_message_for_many_goes_on_page_by_page_where_it_was_broken_off(
    memory: Ports, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "MOST_PEOPLE", 3)
    monkeypatch.setattr("services.notifications.usecases.event.fan_out.PAGE", 2)
    for n in range(7):
        await proven(memory, Actor(f"CB-{n:04}", (Grant(Role.PEER, "P-THADS-5"),)), n)
        await choose(memory, Actor(f"CB-{n:04}"), Setting.ON)
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
