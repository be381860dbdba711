from dataclasses import replace

from services.notifications.domain.channel import Channel
from services.notifications.domain.room import key_of_room
from services.notifications.usecases import Ports, build_use_cases
from tests.notifications.facts import cause_of, event_of
from tests.notifications.kept import of_event


async def test_officers_hear_of_a_file_in_their_room_once(memory: Ports) -> None:
    officers = "role:emulation_officer@THADS-HP"
    use_cases = build_use_cases(replace(memory, rooms={officers, "role:grantor@STP-HP"}))
    event = event_of("nomination.submitted")
    for _ in range(2):
        await use_cases.event.route(event, cause_of(event))
    said = [each for each in await of_event(memory.deliveries, cause_of(event).id) if each.channel is Channel.CHAT]
    assert [(key_of_room(each.target), each.message) for each in said] == [(officers, "to_screen")]
