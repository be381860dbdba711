from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.reviews.domain.case_parts import CaseState, Verdict
from services.reviews.domain.complaint import ComplaintKind, Request
from services.reviews.domain.finding import About
from services.reviews.usecases.complaint.lodge import Grievance
from services.reviews.usecases.queries import Queries
from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.contracts.reviews import ReviewHeld, ReviewReleased
from shared.contracts.supervision import ComplaintAccepted, ComplaintReceived, ComplaintResolved
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, TODAY, facts, news, person, wish

SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
OTHER_SUPERVISOR = person("GS-02", (Role.SUPERVISOR, "BTP"))
CITIZEN = person("CD-01", (Role.CITIZEN, "UB-HP"))
COLLEAGUE = person("CB-0533", (Role.PEER, "STP-HP"))
WORDS = "Bà Hạnh không trực hôm đó, gọi 0900 000 000"


async def lodged(desk: Desk, by: Actor = CITIZEN, about: About = About.CASE, about_id: UUID | None = None) -> UUID:
    target = await desk.admitted(facts()) if about_id is None else about_id
    grievance = Grievance(ComplaintKind.DENUNCIATION, about, target, WORDS, WORDS)
    await desk.do.complaint.lodge(grievance, wish(by, "complaint.lodge"))
    return desk.last(ComplaintReceived).complaint_id


async def taken_up(desk: Desk, complaint_id: UUID) -> ComplaintAccepted:
    await desk.do.complaint.take_up(complaint_id, wish(SUPERVISOR, "complaint.take_up"))
    return desk.last(ComplaintAccepted)


def queries(desk: Desk) -> Queries:
    return desk.do.queries


async def test_a_case_is_held_and_released_and_only_that_is_told(desk: Desk) -> None:
    complaint_id = await lodged(desk)
    accepted = await taken_up(desk, complaint_id)
    assert accepted.due_on == TODAY + timedelta(days=30)
    await desk.do.case.examine(accepted, news())
    assert desk.last(ReviewHeld).ground == "denunciation_under_verification"
    desk.at += timedelta(days=1)
    await desk.do.complaint.uphold(complaint_id, Request.RE_REVIEW, WORDS, wish(SUPERVISOR, "complaint.uphold"))
    resolved = desk.last(ComplaintResolved)
    assert (resolved.outcome, resolved.asks) == ("upheld", "re_review")
    await desk.do.case.clear(resolved, news())
    assert (desk.last(ReviewReleased).next_state, desk.last(ReviewReleased).held_days) == ("appraising", 1)
    assert [event for event in desk.memory.told if "0900" in event.model_dump_json()] == []
    complaints = (ComplaintReceived, ComplaintAccepted, ComplaintResolved)
    told = [event for event in desk.memory.told if isinstance(event, complaints)]
    assert [event for event in told if "CD-01" in event.model_dump_json()] == []


async def test_a_second_complaint_and_a_repeat_tell_nothing_new(desk: Desk) -> None:
    first = await lodged(desk)
    case_id = desk.last(ComplaintReceived).about_id
    second = await lodged(desk, COLLEAGUE, about_id=case_id)
    for complaint_id in (first, second):
        accepted = await taken_up(desk, complaint_id)
        for _ in range(2):
            await desk.do.case.examine(accepted, news())
    assert len(desk.told(ReviewHeld)) == 1
    for complaint_id in (first, second):
        assert (await desk.case(case_id)).state is CaseState.ON_HOLD
        await desk.do.complaint.reject(complaint_id, WORDS, wish(SUPERVISOR, "complaint.reject"))
        for _ in range(2):
            await desk.do.case.clear(desk.last(ComplaintResolved), news())
    assert len(desk.told(ReviewReleased)) == 1


async def test_an_award_is_under_examination_until_then(desk: Desk) -> None:
    award_id = await desk.published(facts())
    complaint_id = await lodged(desk, about=About.AWARD, about_id=award_id)
    accepted = await taken_up(desk, complaint_id)
    for _ in range(2):
        await desk.do.award.examine(accepted, news())
    await desk.do.case.examine(accepted, news())
    award = await desk.homes.awards.find(award_id)
    assert award is not None
    assert award.examined_for == (complaint_id,)
    await desk.do.complaint.reject(complaint_id, WORDS, wish(SUPERVISOR, "complaint.reject"))
    for _ in range(2):
        await desk.do.award.clear(desk.last(ComplaintResolved), news())
    award = await desk.homes.awards.find(award_id)
    assert award is not None
    assert not award.is_under_examination
    assert desk.told(ReviewHeld) == []


async def test_a_complaint_about_a_case_that_became_an_award_is_about_the_award(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    complaint_id = await lodged(desk, about_id=case_id)
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER, "case.appraise"))
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    complaint = await desk.homes.complaints.find(complaint_id)
    assert complaint is not None
    assert not await desk.do.complaint.has_award(complaint)
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    assert await desk.do.complaint.has_award(complaint)
    accepted = await taken_up(desk, complaint_id)
    award_id = desk.last(AwardGranted).award_id
    assert (accepted.about, accepted.about_id) == ("award", award_id)
    await desk.do.award.examine(accepted, news())
    award = await desk.homes.awards.find(award_id)
    assert award is not None
    assert award.is_under_examination
    await desk.do.complaint.uphold(complaint_id, Request.REVOCATION, WORDS, wish(SUPERVISOR, "complaint.uphold"))


async def test_nobody_judges_an_own_complaint_or_the_own_award(desk: Desk) -> None:
    both = person("CD-01", (Role.CITIZEN, "UB-HP"), (Role.SUPERVISOR, "UB-HP"))
    complaint_id = await lodged(desk, both)
    gains = person("CB-0412", (Role.SUPERVISOR, "UB-HP"))
    for actor in (both, gains):
        with pytest.raises(RoleSeparationError):
            await desk.do.complaint.take_up(complaint_id, wish(actor, "complaint.take_up"))
    with pytest.raises(ForbiddenError):
        await queries(desk).sender(complaint_id, gains)
    with pytest.raises(ForbiddenError):
        await queries(desk).complaint(complaint_id, gains)
    assert (await queries(desk).complaints((), 10, gains)) == []


async def test_its_sender_and_the_units_supervision_read_it_and_nobody_else(desk: Desk) -> None:
    complaint_id = await lodged(desk)
    for reader in (CITIZEN, SUPERVISOR):
        assert (await queries(desk).complaint(complaint_id, reader)).thing.id == complaint_id
        assert [seen.thing.id for seen in await queries(desk).complaints((), 10, reader)] == [complaint_id]
    for reader in (COLLEAGUE, OTHER_SUPERVISOR):
        with pytest.raises(ForbiddenError):
            await queries(desk).complaint(complaint_id, reader)
    sender = await queries(desk).sender(complaint_id, SUPERVISOR)
    assert (sender.ref, sender.contact) == ("CD-01", WORDS)
    kept = await desk.homes.complaints.find(complaint_id)
    assert kept is not None
    assert "CD-01" not in str(replace(kept, ground_vi=""))


async def test_what_is_not_there_looks_like_what_is_not_for_the_sender(desk: Desk) -> None:
    for about in About:
        with pytest.raises(ForbiddenError):
            await lodged(desk, about=about, about_id=id_from("nothing"))
    with pytest.raises(ForbiddenError):
        await lodged(desk, person("CD-09", (Role.CITIZEN, "BTP")))


async def test_a_repeat_lodges_one(desk: Desk) -> None:
    case_id = await desk.admitted(facts())
    grievance, cause = Grievance(ComplaintKind.COMPLAINT, About.CASE, case_id, WORDS), wish(CITIZEN, "complaint.lodge")
    await desk.do.complaint.lodge(grievance, cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.complaint.lodge(grievance, cause)
    assert len(desk.told(ComplaintReceived)) == 1
