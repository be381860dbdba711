from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.reviews.domain.answers import AnswerFigure
from services.reviews.domain.figures import Span
from shared.contracts.deeds import SuggestionAnswered, SuggestionReceived
from shared.kernel.actor import Role
from shared.kernel.ids import id_from
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, news, person

HEAD: dict[str, Any] = {
    "unit_id": "STP-HP",
    "unit_path": ("UB-HP", "STP-HP"),
    "suggestion_id": id_from("suggestion", 1),
    "number": "GY-2026-0001",
}
SPAN = Span("2026-10", "2026-10")
RECEIVED = SuggestionReceived(**HEAD, channel="citizen", due_on=date(2026, 10, 13))
ANSWERED = SuggestionAnswered(**HEAD, outcome="declined", sender_ref="CD-01")


@pytest.mark.parametrize(
    ("answered_at", "in_time"),
    [
        (datetime(2026, 10, 13, 16, 59, tzinfo=UTC), 1),
        (datetime(2026, 10, 13, 17, 0, tzinfo=UTC), 0),
        (None, 0),
    ],
)
async def test_an_answer_is_in_time_until_the_local_end_of_the_day(
    desk: Desk, answered_at: datetime | None, in_time: int
) -> None:
    for _ in range(2):
        await desk.do.figures.count_suggestion(RECEIVED, news())
    if answered_at is not None:
        await desk.do.figures.count_answer(ANSWERED, replace(news(), at=answered_at))
    desk.at = datetime(2026, 10, 20, 2, tzinfo=UTC)
    own = [AnswerFigure(unit, 1, in_time) for unit in (None, "STP-HP")]
    assert list(await desk.do.figures.ask.answered(SPAN, None, DIRECTOR)) == own
    elsewhere = person("X", (Role.UNIT_HEAD, "THADS-HP"))
    assert list(await desk.do.figures.ask.answered(SPAN, None, elsewhere)) == [AnswerFigure(None, 0, 0)]


async def test_an_answer_without_its_instant_is_set_aside(desk: Desk) -> None:
    with pytest.raises(ValueError, match="no time"):
        await desk.do.figures.count_answer(ANSWERED, news())
