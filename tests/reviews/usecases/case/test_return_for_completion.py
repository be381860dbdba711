from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.reviews.domain.case_parts import CaseState, FindingMissingError, Lack, Verdict
from services.reviews.domain.steps import plan_steps, replanned
from shared.contracts.reviews import (
    OpinionReceived,
    OpinionRequested,
    ReviewAdmitted,
    ReviewAppraised,
    ReviewDeadlineBreached,
    ReviewReturned,
)
from shared.kernel.clock import local_day
from shared.kernel.errors import ConflictError, ForbiddenError
from shared.kernel.holds import HoldGround
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CALENDAR,
    OFFICER,
    OFFICER_BTP,
    PACKS,
    asked_facts,
    facts,
    forwarded,
    full_facts,
    news,
    wish,
)

LACKS = (Lack("DATA_MISSING", ("Xác nhận của xã",)),)


async def returned(desk: Desk, case_id: UUID, actor: Any = OFFICER, lacks: tuple[Lack, ...] = LACKS) -> None:
    await desk.do.case.return_for_completion(case_id, lacks, wish(actor, "case.return_for_completion"))


async def test_the_words_stay_and_the_code_and_the_day_are_told(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    await returned(desk, case_id)
    told, case = desk.last(ReviewReturned), await desk.case(case_id)
    assert (told.reasons[0].code, told.returned_on, told.due_on) == (
        "DATA_MISSING",
        date(2026, 10, 7),
        CALENDAR.add(date(2026, 10, 7), 10),
    )
    assert "Xác nhận" not in told.model_dump_json()
    assert case.given_back is not None
    assert (case.state, case.given_back.lacks) == (CaseState.RETURNED, LACKS)


async def test_a_council_case_is_appraised_anew_and_only_the_further_pauses_count(desk: Desk) -> None:
    data = full_facts()
    await desk.do.case.admit(forwarded(data | {"paused_days": 2, "held_days": 1}), news())
    case_id = data["nomination_id"]
    before = await desk.case(case_id)
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    await returned(desk, case_id, OFFICER_BTP)
    await desk.do.case.admit(forwarded(data | {"paused_days": 7, "held_days": 3}), news())
    case = await desk.case(case_id)
    assert (case.state, case.verdict, case.appraiser_ref, case.held_days) == (CaseState.APPRAISING, None, None, 3)
    assert [step.done_on for step in case.steps if step.name == "appraise"] == [None]
    assert case.decide_by == CALENDAR.add(before.decide_by, 5)
    assert len(desk.told(ReviewAdmitted)) == 2


@pytest.mark.parametrize("is_appraised", [True, False])
async def test_what_is_done_anew_or_was_over_has_its_whole_time_from_the_day_on_which_the_file_comes_again(
    desk: Desk, *, is_appraised: bool
) -> None:
    data = full_facts()
    case_id = await desk.admitted(data)
    if is_appraised:
        await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    desk.at += timedelta(days=40)
    await returned(desk, case_id, OFFICER_BTP)
    desk.at += timedelta(days=1)
    await desk.do.case.admit(forwarded(data | {"paused_days": 1}), news())
    case, again_on = await desk.case(case_id), local_day(desk.at)
    due = {step.name: step.due_on for step in case.steps if step.done_on is None}
    in_line = {"appraise": 7, "vote": 12, "decide": 17, "notify": 18}
    assert due == {name: CALENDAR.add(again_on, days) for name, days in in_line.items()}
    assert case.decide_by == due["decide"]
    await desk.do.case.alarm()
    assert desk.told(ReviewDeadlineBreached) == []
    clock = PACKS.quoted(case.facts.pack).form(case.facts.form_code).clock
    chosen = replanned(case.steps, plan_steps(case.facts.received_on, clock, CALENDAR), CALENDAR)
    assert [step.due_on for step in chosen] == [step.due_on for step in case.steps], "and so by another pack"


async def test_what_was_awaited_is_awaited_no_more_and_asked_anew(desk: Desk) -> None:
    case_id = await desk.admitted(asked_facts())
    case = replace(await desk.case(case_id), awaits=(case_id,))
    await desk.homes.cases.save(case, emits=(), because_of=news())
    await returned(desk, case_id, OFFICER_BTP)
    assert (await desk.case(case_id)).awaits == ()
    await desk.do.case.admit(forwarded(asked_facts()), news())
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    (ask,) = desk.last(ReviewAppraised).asks
    assert (await desk.case(case_id)).awaits == (ask.opinion_id,)
    assert not [*desk.told(OpinionRequested), *desk.told(OpinionReceived)]


async def test_nothing_goes_back_without_a_reason_by_a_stranger_by_the_proposer_or_from_elsewhere(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    with pytest.raises(FindingMissingError):
        await returned(desk, case_id, lacks=())
    with pytest.raises(ForbiddenError):
        await returned(desk, case_id, OFFICER_BTP)
    with pytest.raises(RoleSeparationError):
        await returned(desk, await desk.admitted(facts(2, proposer_ref="TD-01")))
    await returned(desk, case_id)
    for act in (returned(desk, case_id), hold(desk, case_id), returned(desk, await desk.appraised(facts(3)))):
        with pytest.raises(ConflictError):
            await act


async def hold(desk: Desk, case_id: UUID) -> None:
    await desk.do.case.hold(case_id, HoldGround.PRESS_VERIFICATION, wish(OFFICER, "case.hold"))
