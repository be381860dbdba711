from datetime import date

import pytest

from services.reviews.domain.figures import STAGES
from shared.contracts.awards import AwardGranted, AwardRevoked, DecisionSigned
from tests.reviews.counted import ALWAYS
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def granted(desk: Desk, **said: object) -> AwardGranted:
    decision_id = await desk.drafted(await desk.appraised(facts(**said)))
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    return desk.last(AwardGranted)


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ({}, {"individual": 1, "direct": 1}),
        ({"work_role": None}, {"individual": 1}),
        ({"subject_kind": "collective", "work_role": None, "size": 5}, {"collective": 1, "small_collective": 1}),
        ({"subject_kind": "collective", "work_role": None, "size": 40}, {"collective": 1}),
    ],
)
async def test_a_granted_award_is_counted_once_with_its_days_and_groups(
    desk: Desk, said: dict[str, object], groups: dict[str, int]
) -> None:
    event = await granted(desk, **said)
    for _ in range(2):
        await desk.do.figures.count(event, news())
    (month,) = await desk.homes.figures.months(ALWAYS, None, None)
    assert (month.unit_id, month.month, month.nomination_type, month.awards) == ("STP-HP", "2026-10", "ad_hoc", 1)
    assert month.groups == groups
    took = await desk.homes.figures.took(ALWAYS, None, None, None)
    assert took == {"STP-HP": {stage: {getattr(event.lead_times, stage): 1} for stage in STAGES}}


async def test_a_stage_of_which_nobody_knows_how_long_it_took_is_left_out(desk: Desk) -> None:
    done, known = date(1999, 5, 3), date(1999, 6, 7)
    event = await granted(desk, occurred_from=done, occurred_to=done, known_on=known)
    await desk.do.figures.count(event, news())
    took = await desk.homes.figures.took(ALWAYS, None, None, None)
    assert set(took["STP-HP"]) == {"submitted_decided", "held", "calendar_days"}


async def test_a_revoked_award_leaves_the_figures(desk: Desk) -> None:
    event = await granted(desk)
    await desk.do.figures.count(event, news())
    said = {name: getattr(event, name) for name in AwardRevoked.model_fields if hasattr(event, name)}
    taken = {"ground": "fraud", "revoked_on": date(2026, 12, 1), "revocation_number": "9/QĐ", "due_vnd": 1}
    for _ in range(2):
        await desk.do.figures.take_back(AwardRevoked(**said, **taken, object_due=True), news())
    assert [month.awards for month in await desk.homes.figures.months(ALWAYS, None, None) if month.awards] == []
