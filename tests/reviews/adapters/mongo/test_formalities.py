"""One suite over what is done for form's sake, in memory and on MongoDB."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from services.reviews.domain.figures import Span
from services.reviews.domain.formalism import MonthOfReports, Movement, MovementAwards, report_figures
from services.reviews.usecases.homes import Homes
from shared.kernel.ids import id_from
from tests.reviews.counted import ALWAYS, HP, THADS

LED = Movement(id_from("movement", "CD-2026-1"), "CD-2026-1", ("BTP",), date(2026, 7, 1), date(2026, 9, 30))
DAY, OTHER = date(2026, 9, 29), date(2026, 8, 1)
FIRST, SECOND, THIRD = (id_from("report", n) for n in range(3))


async def test_a_report_counts_once_as_it_reads_now_in_the_month_of_the_first_time(homes: Homes) -> None:
    formalities = homes.formalities
    for _ in range(2):
        await formalities.report(FIRST, HP, "2026-07", 2, repeats=True)
        await formalities.report(SECOND, HP, "2026-07", 2, repeats=False)
    await formalities.report(FIRST, HP, "2026-08", 5, repeats=False)
    await formalities.report(SECOND, HP, "2026-08", 5, repeats=True)
    await formalities.report(FIRST, HP, "2026-07", 2, repeats=True)
    await formalities.report(THIRD, HP, "2026-08", 2, repeats=True)
    months = await formalities.reports(Span("2026-07", "2026-07"), None, None)
    assert [(one.reports, one.repeating) for one in report_figures(months)] == [(2, 1), (2, 1)]
    assert sum(one.reports for one in await formalities.reports(ALWAYS, None, None)) == 3


@pytest.mark.parametrize(
    ("unit", "places", "seen"),
    [(None, None, 2), (None, frozenset({"BTP"}), 1), ("UB-HP", None, 1), ("UB-HP", frozenset({"BTP"}), 0)],
)
async def test_a_reader_sees_the_reports_and_movements_of_the_own_places(
    homes: Homes, unit: str | None, places: frozenset[str] | None, seen: int
) -> None:
    for n, path in enumerate((HP, THADS)):
        await homes.formalities.report(UUID(int=n), path, "2026-07", 1, repeats=False)
        await homes.formalities.launch(Movement(UUID(int=n), f"M{n}", path, DAY, DAY), 1)
    months = await homes.formalities.reports(ALWAYS, unit, places)
    assert len([one for one in months if isinstance(one, MonthOfReports)]) == seen
    assert len(await homes.formalities.movements(unit, places)) == seen


async def test_a_movement_counts_its_awards_whichever_topic_was_read_first(homes: Homes) -> None:
    formalities = homes.formalities
    await formalities.award(LED.id, FIRST, DAY)
    assert list(await formalities.movements(None, None)) == [], "nobody knows yet what it is"
    awards = ((one, on) for one, on in ((FIRST, DAY), (SECOND, DAY), (THIRD, OTHER)) for _ in range(3))
    await asyncio.gather(
        *(formalities.award(LED.id, one, on) for one, on in awards),
        *(formalities.launch(LED, 1) for _ in range(3)),
    )
    for _ in range(2):
        await formalities.take_back(SECOND)
        await formalities.award(LED.id, SECOND, DAY)
    await formalities.take_back(id_from("award", "unknown"))
    (told,) = await formalities.movements(None, None)
    assert (told.movement, dict(told.days)) == (LED, {DAY: 1, OTHER: 1})


async def test_a_movement_is_as_its_latest_event_says(homes: Homes) -> None:
    longer = Movement(LED.id, LED.code, LED.unit_path, LED.window_from, date(2026, 12, 31))
    for movement, sequence in ((LED, 1), (longer, 2), (LED, 1)):
        await homes.formalities.launch(movement, sequence)
    assert list(await homes.formalities.movements(None, None)) == [MovementAwards(longer, {})]
