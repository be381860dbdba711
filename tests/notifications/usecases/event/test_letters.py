"""Who is written to of an event, at which hour, and what becomes of what waits."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.domain.addressed import Fate
from services.notifications.domain.delivery import Lane, State
from services.notifications.domain.digest import next_digest
from services.notifications.domain.preference import Level, Rhythm, Setting
from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.actor import Actor, Grant, Role
from tests.notifications.conftest import SetClock
from tests.notifications.facts import cause_of, event_of
from tests.notifications.lettering import choose, happened, letters, proven
from tests.notifications.people import Letters

PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "P-THADS-5"),))
GRANTOR = Actor("TT-HP", (Grant(Role.GRANTOR, "THADS-HP"),))
NOMINEE = Actor("CB-0412", (Grant(Role.RECIPIENT, "P-THADS-5"), Grant(Role.PEER, "THADS-HP")))
NIGHT = datetime(2026, 10, 13, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 10, 14, 0, 30, tzinfo=UTC)
"""22:00, and 07:30 of the next day in Vietnam."""


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
