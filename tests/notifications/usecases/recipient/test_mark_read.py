from services.notifications.usecases import Ports, build_use_cases
from shared.kernel.actor import Actor
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from
from tests.notifications.facts import cause_of, event_of

READER = Actor("PCT-HP-THA")


def command(key: str) -> Cause:
    cause_id = id_from("command", READER.ref, key)
    return Cause(cause_id, READER, "notice.read", cause_id, cause_id)


async def unread(ports: Ports) -> int:
    return (await build_use_cases(ports).queries.inbox(READER, before=None, limit=1)).unread


async def test_reading_counts_down_never_back_and_never_ahead(ports: Ports) -> None:
    use_cases = build_use_cases(ports)
    for n in range(3):
        event = event_of("nomination.submitted")
        await use_cases.event.route(event, cause_of(event, n))
    assert await unread(ports) == 3
    await use_cases.recipient.mark_read(3, command("a"))
    await use_cases.recipient.mark_read(1, command("b"))
    assert await unread(ports) == 1
    await use_cases.recipient.mark_read(1_000_000, command("c"))
    assert await unread(ports) == 0
    event = event_of("nomination.submitted")
    await use_cases.event.route(event, cause_of(event, 3))
    assert await unread(ports) == 1
