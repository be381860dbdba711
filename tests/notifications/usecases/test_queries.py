import asyncio

from services.notifications.domain.register import GENESIS, first_broken
from services.notifications.usecases import Ports, build_use_cases
from services.notifications.usecases.queries import MOST_UNREAD
from shared.kernel.actor import Actor
from tests.notifications.facts import cause_of, event_of

READER = Actor("PCT-HP-THA")


async def publish(ports: Ports, *numbers: int) -> None:
    event = event_of("award.published")
    for n in numbers:
        await build_use_cases(ports).event.route(event, cause_of(event, n))


async def test_the_inbox_is_read_in_pages_newest_first(ports: Ports) -> None:
    use_cases = build_use_cases(ports)
    event = event_of("nomination.submitted")
    for n in range(5):
        await use_cases.event.route(event, cause_of(event, n))
    first = await use_cases.queries.inbox(READER, before=None, limit=3)
    rest = await use_cases.queries.inbox(READER, before=first.items[-1].notice.seq, limit=3)
    assert [item.notice.seq for item in (*first.items, *rest.items)] == [9, 7, 5, 3, 1]
    assert first.unread == 5


async def test_unread_stops_counting_at_a_hundred(memory: Ports) -> None:
    use_cases = build_use_cases(memory)
    event = event_of("nomination.submitted")
    for n in range(MOST_UNREAD + 5):
        await use_cases.event.route(event, cause_of(event, n))
    assert (await use_cases.queries.inbox(READER, before=None, limit=1)).unread == MOST_UNREAD


async def test_the_register_is_pulled_in_order_without_a_gap(ports: Ports) -> None:
    await publish(ports, *range(5))
    queries = build_use_cases(ports).queries
    first = await queries.awards(0, limit=3, wait_seconds=0)
    rest = await queries.awards(first.next, limit=3, wait_seconds=0)
    nothing = await queries.awards(rest.next, limit=3, wait_seconds=0)
    assert [entry.seq for entry in (*first.items, *rest.items)] == [1, 2, 3, 4, 5]
    assert (first.has_more, rest.has_more, nothing.has_more) == (True, False, False)
    assert (rest.next, nothing.next) == (5, 5)
    assert first_broken([*first.items, *rest.items]) is None


async def test_a_long_poll_answers_as_soon_as_there_is_something(ports: Ports) -> None:
    queries = build_use_cases(ports).queries
    waiting = asyncio.create_task(queries.awards(0, limit=10, wait_seconds=20))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await publish(ports, 1)
    async with asyncio.timeout(2):
        page = await waiting
    assert [entry.seq for entry in page.items] == [1]


async def test_a_long_poll_ends_empty_when_its_time_is_over(ports: Ports) -> None:
    async with asyncio.timeout(2):
        page = await build_use_cases(ports).queries.awards(0, limit=10, wait_seconds=0.05)
    assert (page.items, page.next, page.has_more) == ([], 0, False)


async def test_equal_digests_mean_equal_registers(ports: Ports) -> None:
    queries = build_use_cases(ports).queries
    empty = await queries.digest(None)
    assert (empty.count, empty.hash) == (0, GENESIS)
    await publish(ports, 1, 2)
    page = await queries.awards(0, limit=10, wait_seconds=0)
    at_one, whole, beyond = await queries.digest(1), await queries.digest(None), await queries.digest(99)
    assert (at_one.count, at_one.hash) == (1, page.items[0].hash)
    assert (whole.count, whole.hash) == (2, page.items[1].hash)
    assert beyond == whole
    assert at_one.head_hash == whole.hash
