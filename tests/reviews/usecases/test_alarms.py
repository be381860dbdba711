"""Days that are near or over are said by the jobs of reviews, once, and not when nobody can act."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.reviews.domain.complaint import ComplaintKind
from services.reviews.domain.finding import About, FindingKind
from services.reviews.usecases import all_use_cases
from services.reviews.usecases.complaint.lodge import Grievance
from shared.contracts.event import Event
from shared.contracts.reviews import (
    OpinionDeadlineApproaching,
    OpinionRequested,
    ReviewAppraised,
    ReviewDeadlineApproaching,
    ReviewDeadlineBreached,
)
from shared.contracts.supervision import (
    ComplaintDeadlineApproaching,
    ComplaintDeadlineBreached,
    ComplaintReceived,
    FindingDeadlineApproaching,
    FindingDeadlineBreached,
    FindingRaised,
)
from shared.kernel.actor import Role
from shared.kernel.chart import Chart
from shared.kernel.errors import UnavailableError
from shared.kernel.holds import HoldGround
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CALENDAR,
    OFFICER,
    OFFICER_BTP,
    PACKS,
    asked_facts,
    facts,
    full_facts,
    news,
    person,
    wish,
)
from tests.reviews.units import MemoryUnits

SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
OWNER = person("PGD-HP-02", (Role.UNIT_HEAD, "STP-HP"))


async def look(desk: Desk, month: int, day: int) -> list[Event]:
    """What two replicas say on a day of 2026, together."""
    before = len(desk.memory.told)
    desk.at = datetime(2026, month, day, 1, 0, tzinfo=UTC)
    for _ in range(2):
        for alarm in (desk.do.case.alarm, desk.do.opinion.alarm, desk.do.complaint.alarm, desk.do.finding.alarm):
            await alarm()
    return desk.memory.told[before:]


async def test_the_appraiser_is_reminded_and_the_level_above_hears_when_it_is_over(desk: Desk) -> None:
    desk.memory.units.known = Chart(paths={"BTP": ("CP", "BTP")})
    case_id = await desk.admitted(full_facts())
    due = next(step.due_on for step in (await desk.case(case_id)).steps if step.name == "appraise")
    eve = CALENDAR.before(due)
    assert await look(desk, (eve - timedelta(days=1)).month, (eve - timedelta(days=1)).day) == []
    (near,) = await look(desk, eve.month, eve.day)
    assert isinstance(near, ReviewDeadlineApproaching)
    assert (near.case_id, near.step, near.due_on) == (case_id, "appraise", due)
    (over,) = await look(desk, due.month, due.day + 1)
    assert isinstance(over, ReviewDeadlineBreached)
    assert (over.step, over.due_on, over.legal, over.escalate_to) == ("appraise", due, False, "CP")
    assert await look(desk, 12, 1) == []


async def test_a_held_case_is_silent_and_its_new_day_has_its_own_alarm(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    assert [type(one) for one in await look(desk, 10, 12)] == [ReviewDeadlineBreached]
    await desk.do.case.hold(case_id, HoldGround.INSPECTION_PENDING, wish(OFFICER, "case.hold"))
    assert await look(desk, 10, 19) == []
    await desk.do.case.release(case_id, wish(OFFICER, "case.release"))
    moved = next(step for step in (await desk.case(case_id)).steps if step.name == "appraise")
    assert (moved.due_on, moved.told) == (date(2026, 10, 16), None)
    (again,) = await look(desk, 10, 20)
    assert isinstance(again, ReviewDeadlineBreached)
    assert again.due_on == date(2026, 10, 16)


async def test_the_step_that_waits_alarms_and_no_other(desk: Desk) -> None:
    await desk.appraised(facts())
    kinds = [
        (type(one).__name__, getattr(one, "step", "")) for day in (9, 12, 13, 14) for one in await look(desk, 10, day)
    ]
    assert kinds == [("ReviewDeadlineApproaching", "decide"), ("ReviewDeadlineBreached", "decide")]


async def test_a_body_is_reminded_once_while_the_case_waits_for_it(desk: Desk) -> None:
    case_id = await desk.appraised(asked_facts())
    await desk.do.opinion.ask(desk.last(ReviewAppraised), news())
    asked = desk.last(OpinionRequested)
    await desk.do.case.await_answer(asked, news())
    await desk.do.case.hold(case_id, HoldGround.INSPECTION_PENDING, wish(OFFICER_BTP, "case.hold"))
    assert await look(desk, 10, 20) == []
    await desk.do.case.release(case_id, wish(OFFICER_BTP, "case.release"))
    said = [one for one in await look(desk, 10, 20) if isinstance(one, OpinionDeadlineApproaching)]
    assert [(one.opinion_id, one.body_id, one.due_on) for one in said] == [(asked.opinion_id, "UB-HP", asked.due_on)]
    assert not any(isinstance(one, OpinionDeadlineApproaching) for one in await look(desk, 10, 22))


async def test_supervision_is_reminded_of_complaints(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    citizen = person("CD-01", (Role.CITIZEN, "UB-HP"))
    grievance = Grievance(ComplaintKind.COMPLAINT, About.CASE, case_id, "Không đúng người")
    await desk.do.complaint.lodge(grievance, wish(citizen, "complaint.lodge"))
    due = desk.last(ComplaintReceived).due_on
    eve = CALENDAR.before(due)
    after = due + timedelta(days=1)
    said = [*await look(desk, eve.month, eve.day), *await look(desk, after.month, after.day)]
    alarms = [
        (type(one), one.step, one.due_on)
        for one in said
        if isinstance(one, ComplaintDeadlineApproaching | ComplaintDeadlineBreached)
    ]
    assert alarms == [(ComplaintDeadlineApproaching, "take_up", due), (ComplaintDeadlineBreached, "take_up", due)]


async def test_the_owner_of_a_finding_is_reminded_unless_it_was_assigned_only_then(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    await desk.do.finding.raise_finding(
        FindingKind.RULE_BREACH, About.CASE, case_id, "Thiếu biên bản", wish(SUPERVISOR, "finding.raise_finding")
    )
    finding_id = desk.last(FindingRaised).finding_id
    await desk.do.finding.assign(finding_id, OWNER.ref, date(2026, 10, 8), wish(SUPERVISOR, "finding.assign"))
    said = [one for one in await look(desk, 10, 7) if isinstance(one, FindingDeadlineApproaching)]
    assert said == []
    over = [one for one in await look(desk, 10, 9) if isinstance(one, FindingDeadlineBreached)]
    assert [(one.owner_ref, one.due_on) for one in over] == [(OWNER.ref, date(2026, 10, 8))]
    await desk.do.finding.assign(finding_id, OWNER.ref, date(2026, 10, 16), wish(SUPERVISOR, "finding.assign"))
    near = [one for one in await look(desk, 10, 15) if isinstance(one, FindingDeadlineApproaching)]
    assert [one.due_on for one in near] == [date(2026, 10, 16)]


async def test_a_day_that_comes_anew_is_said_anew(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    (said,) = await look(desk, 10, 12)
    case = await desk.case(case_id)
    anew = replace(case, steps=tuple(replace(step, told=None) for step in case.steps))
    await desk.homes.cases.save(anew, emits=[], because_of=news())
    assert await look(desk, 10, 12) == [said]


async def test_what_fails_for_one_case_keeps_no_other_from_being_said(desk: Desk) -> None:
    class Units(MemoryUnits):
        asked = 0

        async def chart(self) -> Chart:
            self.asked += 1
            if self.asked == 1:
                raise UnavailableError("MongoDB")
            return await super().chart()

    failing, other = [await desk.admitted(facts(n)) for n in (1, 2)]
    desk.at = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
    alarm = all_use_cases(replace(desk.homes, units=Units()), PACKS, lambda: "", lambda: desk.at).case.alarm
    with pytest.raises(ExceptionGroup) as caught:
        await alarm()
    assert [type(one) for one in caught.value.exceptions] == [UnavailableError]
    assert [one.case_id for one in desk.told(ReviewDeadlineBreached)] == [other]
    await alarm()
    assert [one.case_id for one in desk.told(ReviewDeadlineBreached)] == [other, failing]
