from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deploy.standalone.playing.day import WRITTEN_FOR
from deploy.standalone.playing.moving import days_between, move_data, moved
from services.reviews.domain.steps import plan_steps
from shared.runtime.law.loading import SHIPPED, concerns, load_calendar, load_rulepacks

TODAYS = [
    date(2026, 11, 29),
    date(2026, 12, 24),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 1, 15),
    date(2027, 12, 30),
    date(2028, 2, 29),
    date(2031, 6, 1),
]


def test_dates_and_instants_move_and_text_does_not() -> None:
    story = {"on": date(2026, 10, 6), "at": [datetime(2026, 10, 6, 8, tzinfo=UTC)], "text": "2026-10-06"}
    assert moved(story, 3) == {
        "on": date(2026, 10, 9),
        "at": [datetime(2026, 10, 9, 8, tzinfo=UTC)],
        "text": "2026-10-06",
    }


def test_days_between_two_days_may_be_backwards() -> None:
    assert days_between(date(2026, 10, 6), date(2026, 10, 1)) == -5


def test_law_and_calendar_move_as_one_and_mean_the_same(tmp_path: Path) -> None:
    shift = timedelta(days=400)
    data = move_data(SHIPPED, tmp_path, shift.days)
    pack, written = load_rulepacks(data).packs[0], load_rulepacks().packs[0]
    assert (pack.version, pack.effective_from - written.effective_from) == (written.version, shift)
    assert pack.forms == written.forms
    for year, before in zip(load_calendar(data).years, load_calendar().years, strict=True):
        assert {day - shift for day in year.holidays} == before.holidays
        assert {day - shift for day in year.worked} == before.worked
        assert (year.first - before.first, year.last - before.last) == (shift, shift)
        assert year.weekend == before.weekend


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_moved_to_any_day_the_law_in_force_and_its_days_are_known(tmp_path: Path, today: date) -> None:
    packs = load_rulepacks(move_data(SHIPPED, tmp_path, days_between(WRITTEN_FOR, today)))
    pack = packs.in_force(today)
    assert pack.version == "2026-10-01"
    assert concerns(packs, today) == []
    steps = [step for form in pack.forms.values() for step in plan_steps(today, form.clock, pack.calendar)]
    assert max(step.due_on for step in steps) > today + timedelta(days=20)
    assert pack.calendar.between(today - timedelta(days=365), today) > 240
