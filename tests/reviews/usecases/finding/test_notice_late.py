from datetime import date
from typing import Any

import pytest

from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.contracts.supervision import FindingRaised
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish

LATE = {"occurred_from": date(2026, 3, 2), "occurred_to": date(2026, 3, 5), "known_on": date(2026, 3, 6)}


async def granted(desk: Desk, **days: Any) -> AwardGranted:
    decision_id = await desk.drafted(await desk.appraised(facts(**days)))
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    return desk.last(AwardGranted)


async def test_an_award_that_came_late_is_found_once_with_the_figure_that_shows_it(desk: Desk) -> None:
    event = await granted(desk, **LATE)
    for cause in (news("late"), news("late"), news()):
        await desk.do.finding.notice_late(event, cause)
    (told,) = desk.told(FindingRaised)
    assert (told.kind, told.about, told.about_id, told.number) == ("late", "award", event.award_id, "GS-2026-0001")
    assert (told.metric, told.value, told.limit) == ("known_to_received_days", 214, 60)


@pytest.mark.parametrize("known_on", [date(2026, 8, 7), date(2026, 10, 6)])
async def test_what_came_in_time_is_no_finding(desk: Desk, known_on: date) -> None:
    event = await granted(desk, **(LATE | {"known_on": known_on}))
    await desk.do.finding.notice_late(event, news())
    assert desk.told(FindingRaised) == []
