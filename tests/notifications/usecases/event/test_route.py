import pytest

from services.notifications.domain.record import Waiting
from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.actor import Actor, Grant, Role
from tests.notifications.conftest import SetClock
from tests.notifications.facts import SECRET_NAME, cause_of, event_of

OFFICER = Actor("TD-02", (Grant(Role.EMULATION_OFFICER, "THADS-HP"),))
PROPOSER = Actor("PCT-HP-THA", (Grant(Role.PROPOSER, "THADS-HP"),))
NOMINEE = Actor("CB-0412", (Grant(Role.UNIT_HEAD, "P-THADS-5"),))
STRANGER = Actor("TD-01", (Grant(Role.EMULATION_OFFICER, "STP-HP"),))


async def texts(ports: Ports, reader: Actor) -> list[str]:
    inbox = await build_use_cases(ports).queries.inbox(reader, before=None, limit=50)
    return [item.notice.text_vi for item in inbox.items]


async def route(ports: Ports, kind: str, n: int = 0) -> None:
    event = event_of(kind)
    await build_use_cases(ports).event.route(event, cause_of(event, n))


async def test_those_concerned_are_told_and_nobody_else(ports: Ports) -> None:
    await route(ports, "nomination.submitted")
    assert await texts(ports, OFFICER) == ["Hồ sơ KT-2026-0147 mới gửi, chờ kiểm tra."]
    assert await texts(ports, PROPOSER) == ["Đã nhận hồ sơ KT-2026-0147 ngày 13/10/2026."]
    assert await texts(ports, STRANGER) == []


async def test_a_head_who_is_nominated_hears_nothing_before_the_award(ports: Ports) -> None:
    for kind in ("nomination.submitted", "nomination.returned", "review.case_opened", "review.closed"):
        await route(ports, kind)
        assert await texts(ports, NOMINEE) == []
    await route(ports, "award.granted")
    assert SECRET_NAME in (await texts(ports, NOMINEE))[0]


async def test_a_second_delivery_changes_nothing(ports: Ports) -> None:
    for _ in range(3):
        await route(ports, "award.granted")
        await route(ports, "award.published")
    assert await ports.feed.head() == 3
    assert await ports.register.head() == 1


async def test_what_is_heard_before_its_file_waits_for_it(ports: Ports) -> None:
    for kind in ("review.case_opened", "review.closed"):
        await route(ports, kind)
        await route(ports, kind)
    assert await ports.feed.head() == 0
    await route(ports, "nomination.submitted")
    assert await texts(ports, NOMINEE) == []
    assert len([text for text in await texts(ports, PROPOSER) if "hạn trả lời" in text]) == 1
    assert await ports.feed.head() == 4


async def test_the_plan_is_made_once_and_never_again(ports: Ports) -> None:
    event = event_of("nomination.submitted")
    await build_use_cases(ports).event.route(event, cause_of(event))
    changed = event_of("nomination.submitted", number="KT-2026-9999")
    await build_use_cases(ports).event.route(changed, cause_of(event))
    assert await ports.feed.head() == 2
    assert "KT-2026-0147" in (await texts(ports, OFFICER))[0]


async def test_every_delivered_event_is_marked(ports: Ports) -> None:
    await route(ports, "award.published")
    before = ports.clock().replace(year=2030)
    assert await ports.events.unplanned(before, 10) == []


@pytest.mark.parametrize("kind", ["council.convened", "decision.drafted", "award.granted", "movement.launched"])
async def test_what_can_never_have_a_file_does_not_wait_for_one(ports: Ports, kind: str) -> None:
    await route(ports, kind)
    assert await ports.feed.head() > 0
    assert await ports.events.still_waiting() == Waiting(0)


async def test_a_draft_that_is_withdrawn_waits_for_nothing_and_is_told_to_nobody(ports: Ports) -> None:
    await route(ports, "nomination.withdrawn")
    assert await ports.feed.head() == 0
    assert await ports.events.still_waiting() == Waiting(0)


async def test_a_file_that_is_withdrawn_is_told_to_those_who_had_it(ports: Ports) -> None:
    await route(ports, "nomination.submitted")
    await route(ports, "nomination.withdrawn")
    assert "Hồ sơ KT-2026-0147 đã được đơn vị rút." in await texts(ports, OFFICER)
    assert await texts(ports, NOMINEE) == []


async def test_those_who_wait_are_counted_from_the_oldest(ports: Ports, clock: SetClock) -> None:
    began = clock()
    for n in range(3):
        await route(ports, "review.closed", n)
        clock.move(60)
    assert await ports.events.still_waiting() == Waiting(3, began)
    await route(ports, "nomination.submitted")
    assert await ports.events.still_waiting() == Waiting(0)
