from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import State
from services.notifications.domain.message import Message
from services.notifications.domain.quiet import is_quiet
from services.notifications.domain.room import SOMETHING_NEW, as_said, is_room_key, key_of_room, to_rooms

OFFICERS, GRANTORS = "role:emulation_officer@THADS-HP", "role:grantor@STP-HP"
DAY, NIGHT = datetime(2026, 10, 13, 2, 0, tzinfo=UTC), datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
EVENT, MESSAGE, ABOUT = uuid4(), uuid4(), uuid4()


def message(template: str = "to_screen", *, audience: tuple[str, ...] = (OFFICERS,), hidden: str = "") -> Message:
    hidden_from = (hidden,) if hidden else ()
    return Message(MESSAGE, template, 1, audience, hidden_from, "Hồ sơ KT-1 chờ kiểm tra.", "KT-1", ABOUT)


def test_only_those_who_hold_a_role_have_a_room() -> None:
    assert is_room_key(OFFICERS)
    assert not any(is_room_key(key) for key in ("person:CB-0412", "all", "role:grantor"))


def test_a_message_is_said_once_in_each_open_room_of_its_audience() -> None:
    said = to_rooms(message(audience=(OFFICERS, GRANTORS, "person:CB-0412")), EVENT, {OFFICERS, GRANTORS}, DAY)
    assert [key_of_room(each.target) for each in said] == [OFFICERS, GRANTORS]
    assert {(each.channel, each.state, each.next_at) for each in said} == {(Channel.CHAT, State.DUE, DAY)}
    assert [each.id for each in said] == [
        each.id for each in to_rooms(message(audience=(OFFICERS, GRANTORS)), EVENT, {OFFICERS, GRANTORS}, NIGHT)
    ]
    assert to_rooms(message(), EVENT, {GRANTORS}, DAY) == []


def test_of_what_somebody_may_not_know_yet_a_room_hears_only_that_there_is_something() -> None:
    assert as_said(message()) == message()
    said = as_said(message(hidden="person:CB-0412"))
    assert (said.text_vi, said.about) == (SOMETHING_NEW, "")


def test_what_can_wait_for_a_digest_is_said_in_no_room() -> None:
    assert not to_rooms(message("published"), EVENT, {OFFICERS}, DAY)


@pytest.mark.parametrize("template", ["to_screen", "overdue"])
def test_at_night_a_room_is_quiet_unless_it_burns(template: str) -> None:
    (said,) = to_rooms(message(template), EVENT, {OFFICERS}, NIGHT)
    if template == "overdue":
        assert (said.state, said.next_at) == (State.DUE, NIGHT)
    else:
        assert said.state is State.HELD
        assert not is_quiet(said.next_at)
        assert said.next_at - NIGHT < timedelta(hours=8)
