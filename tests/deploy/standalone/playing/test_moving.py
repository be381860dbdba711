from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from deploy.standalone.playing.moving import days_between, move_data, moved
from shared.runtime.datafiles import SHIPPED, load_calendar, load_rulepacks


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
    days = 400
    data = move_data(SHIPPED, tmp_path, days)
    pack, written = load_rulepacks(data).packs[0], load_rulepacks().packs[0]
    assert (pack.version, pack.effective_from - written.effective_from) == (written.version, timedelta(days=days))
    assert pack.forms == written.forms
    assert {day - timedelta(days=days) for day in load_calendar(data).holidays} == load_calendar().holidays
    assert load_calendar(data).weekend == load_calendar().weekend
