"""One suite in memory and on MongoDB: whose day is near or over, and of which that was not told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.waiting import STEP_OF_STATE
from services.reviews.usecases.homes import Homes
from shared.kernel.steps import AlarmKind, Step
from shared.runtime.store.client import MongoStore
from shared.runtime.store.falling_due import of_states
from tests.reviews.domain.test_complaint import lodged
from tests.reviews.domain.test_finding import raised
from tests.reviews.domain.test_opinion import asked
from tests.reviews.facts import facts, news, opened_case

TODAY, SOON = date(2026, 10, 13), date(2026, 10, 14)
EARLY, LATE, FAR = date(2026, 10, 12), SOON, date(2026, 10, 15)
STEPS = {
    "near": Step("appraise", LATE),
    "near, and told": Step("appraise", LATE, told=AlarmKind.APPROACHING),
    "far": Step("appraise", FAR),
    "over": Step("appraise", EARLY, told=AlarmKind.APPROACHING),
    "over, and told": Step("appraise", EARLY, told=AlarmKind.BREACHED),
    "over by law": Step("appraise", date(2026, 10, 1), EARLY, told=AlarmKind.BREACHED),
    "over by law, and told": Step("appraise", date(2026, 10, 1), EARLY, told=AlarmKind.LEGAL_BREACHED),
    "done": Step("appraise", EARLY, done_on=EARLY),
}
UNTOLD = {"near", "over", "over by law"}


async def ids(found: AsyncIterator[Any]) -> set[UUID]:
    return {thing.id async for thing in found}


async def test_cases_whose_step_is_near_or_over_and_untold(homes: Homes) -> None:
    wanted = set()
    for n, (name, step) in enumerate(STEPS.items()):
        case = replace(opened_case(facts(n)), state=CaseState.APPRAISING, steps=(Step("screen", EARLY), step))
        await homes.cases.save(case, emits=(), because_of=news())
        wanted |= {case.id} if name in UNTOLD else set()
    held = replace(opened_case(facts(99)), state=CaseState.ON_HOLD, steps=(STEPS["over"],))
    await homes.cases.save(held, emits=(), because_of=news())
    assert await ids(homes.cases.falling_due(TODAY, SOON)) == wanted


async def test_what_has_one_day_of_its_own(homes: Homes) -> None:
    near = replace(lodged(), due_on=LATE)
    told = replace(near, id=UUID(int=7), number="DT-2026-0002", told=AlarmKind.APPROACHING)
    for complaint in (near, told):
        await homes.complaints.save(complaint, emits=(), because_of=news())
    assert await ids(homes.complaints.falling_due(TODAY, SOON)) == {near.id}
    opinion = replace(asked(), due_on=LATE)
    await homes.opinions.save(opinion, emits=(), because_of=news())
    assert await ids(homes.opinions.falling_due(TODAY, SOON)) == {opinion.id}
    assert await ids(homes.opinions.falling_due(date(2026, 10, 10), date(2026, 10, 12))) == set()
    finding = raised().assign("TP-05", EARLY, EARLY)
    for one in (finding, replace(raised(), id=UUID(int=8), number="GS-2026-0002")):
        await homes.findings.save(one, emits=(), because_of=news())
    assert await ids(homes.findings.falling_due(TODAY, SOON)) == {finding.id}


async def test_open_cases_are_not_looked_through(store: MongoStore) -> None:
    plan = await store.rows("cases").find(of_states(STEP_OF_STATE, TODAY, SOON)).explain()
    said = str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in said
    assert "state.state_1_state.steps.due_on_1" in said
