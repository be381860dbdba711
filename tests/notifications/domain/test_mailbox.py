from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.language import Language
from services.notifications.domain.mailbox import (
    CODE_LASTS,
    CODES_A_DAY,
    CODES_AN_HOUR,
    TRIES_OF_A_CODE,
    Mailbox,
    Suppressed,
    code_from,
)
from shared.kernel.errors import RefusedError

NOW = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
NEW = Mailbox("CB-1", 0, "sealed", "mark", Language.VI)
ASKED = replace(NEW.asked_for_code(NOW), code_mark="c")
PROVEN = ASKED.proven(NOW)


@given(wait=st.timedeltas(timedelta(0), timedelta(days=1)), wrong=st.integers(0, 9))
def test_a_code_counts_for_half_an_hour_and_five_tries(wait: timedelta, wrong: int) -> None:
    mailbox = ASKED
    for _ in range(wrong):
        mailbox = mailbox.tried()
    assert mailbox.takes("c", NOW + wait) is (wait < CODE_LASTS and wrong < TRIES_OF_A_CODE)
    assert not mailbox.takes("d", NOW + wait)
    assert not NEW.takes("", NOW)


@given(st.lists(st.integers(0, 2000), max_size=20))
def test_no_hour_sees_more_than_three_codes_and_no_day_more_than_five(minutes: list[int]) -> None:
    mailbox, sent = NEW, []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        with suppress(RefusedError):
            mailbox = mailbox.asked_for_code(now)
            sent.append(now)
    for at in sent:
        assert sum(at <= other < at + timedelta(hours=1) for other in sent) <= CODES_AN_HOUR
        assert sum(at <= other < at + timedelta(days=1) for other in sent) <= CODES_A_DAY


@pytest.mark.parametrize(
    ("mailbox", "obstacle", "of_mandated"),
    [
        (ASKED, "unverified", "unverified"),
        (PROVEN, "", ""),
        (PROVEN.unsubscribed(), "unsubscribed", ""),
        (PROVEN.dead(Suppressed.REFUSED, NOW), "refused", "refused"),
        (PROVEN.unsubscribed().dead(Suppressed.BOUNCED, NOW), "bounced", "bounced"),
        (PROVEN.dead(Suppressed.BOUNCED, NOW).unsubscribed(), "bounced", "bounced"),
        (PROVEN.dead(Suppressed.BOUNCED, NOW - timedelta(seconds=1)), "", ""),
        (PROVEN.dead(Suppressed.BOUNCED, NOW).proven(NOW), "", ""),
    ],
)
def test_what_stands_in_the_way_of_a_letter(mailbox: Mailbox, obstacle: str, of_mandated: str) -> None:
    assert mailbox.obstacle(is_mandated=False) == obstacle
    assert mailbox.obstacle(is_mandated=True) == of_mandated


@given(st.binary(min_size=32, max_size=32))
def test_a_code_has_six_digits(mark: bytes) -> None:
    code = code_from(mark.hex())
    assert len(code) == 6
    assert code.isdecimal()
