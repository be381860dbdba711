"""A complaint is taken up in the moment in which the decision is signed: the case is held, or the award marked."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.reviews.domain.award import Award, AwardState
from services.reviews.domain.award_parts import UnderExaminationError
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.complaint import ComplaintKind, NothingToRevokeError, Request
from services.reviews.domain.finding import About
from services.reviews.usecases.complaint.lodge import Grievance
from shared.contracts.awards import AwardGranted, DecisionDrafted, DecisionSigned
from shared.contracts.reviews import ReviewHeld
from shared.contracts.supervision import ComplaintAccepted, ComplaintReceived, ComplaintResolved
from shared.kernel.actor import Role
from shared.kernel.holds import OnHoldError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, OFFICER, TODAY, facts, news, person, wish

SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
CITIZEN = person("CD-01", (Role.CITIZEN, "UB-HP"))


class Moment:
    """A case whose draft waits for the signature, and a complaint about it that waits to be taken up."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.case_id, self.decision_id, self.complaint_id = desk, UUID(int=0), UUID(int=0), UUID(int=0)

    async def begins(self) -> None:
        self.case_id = await self.desk.appraised(facts())
        grievance = Grievance(ComplaintKind.DENUNCIATION, About.CASE, self.case_id, "Không trực hôm đó")
        await self.desk.do.complaint.lodge(grievance, wish(CITIZEN, "complaint.lodge"))
        self.complaint_id = self.desk.last(ComplaintReceived).complaint_id
        self.decision_id = await self.desk.drafted(self.case_id)
        await self.desk.reserved(self.decision_id)

    async def taken_up(self) -> ComplaintAccepted:
        await self.desk.do.complaint.take_up(self.complaint_id, wish(SUPERVISOR, "complaint.take_up"))
        accepted = self.desk.last(ComplaintAccepted)
        assert (accepted.about, accepted.about_id) == ("case", self.case_id)
        return accepted

    async def heard(self, event: ComplaintAccepted | ComplaintResolved, key: object = None) -> None:
        """Both groups that listen have heard of it."""
        case, award = self.desk.do.case, self.desk.do.award
        if isinstance(event, ComplaintAccepted):
            await award.examine(event, news(key))
            await case.examine(event, news(key))
        else:
            await award.clear(event, news(key))
            await case.clear(event, news(key))

    async def signed(self) -> None:
        await self.desk.do.decision.sign(self.decision_id, wish(DIRECTOR, "decision.sign"))

    async def signed_by_what_was_read_before(self) -> None:
        """The grantor read the cases before the hold, and his signature is kept after it."""
        kept = await self.desk.case(self.case_id)
        document = self.desk.memory.cases.documents[self.case_id]
        document.thing = replace(kept, state=CaseState.AWAITING_DECISION, held=None)
        await self.signed()
        document.thing = kept

    async def granted(self) -> None:
        await self.desk.do.award.grant(self.desk.last(DecisionSigned), news())
        await self.desk.do.case.finish(self.desk.last(AwardGranted), news())

    async def award(self) -> Award:
        (document,) = self.desk.memory.awards.documents.values()
        return document.thing

    async def pays(self) -> None:
        award = await self.award()
        await self.desk.do.award.publish(self.desk.last(AwardGranted), news())
        await self.desk.do.award.pay(award.id, TODAY, wish(OFFICER, "award.pay"))

    async def resolved(self) -> None:
        await self.desk.do.complaint.reject(self.complaint_id, "Không đúng", wish(SUPERVISOR, "complaint.reject"))
        await self.heard(self.desk.last(ComplaintResolved))


@pytest.fixture
async def moment(desk: Desk) -> Moment:
    begun = Moment(desk)
    await begun.begins()
    return begun


async def is_examined_until_resolved(moment: Moment) -> None:
    assert (await moment.award()).examined_for == (moment.complaint_id,)
    with pytest.raises(UnderExaminationError):
        await moment.pays()
    await moment.resolved()
    await moment.pays()
    assert (await moment.desk.case(moment.case_id)).state is CaseState.GRANTED


async def test_a_hold_that_is_read_stops_the_signature_until_it_is_resolved(moment: Moment) -> None:
    await moment.heard(await moment.taken_up())
    with pytest.raises(OnHoldError):
        await moment.signed()
    await moment.resolved()
    await moment.signed()
    await moment.granted()
    await moment.pays()


async def test_a_signature_that_read_the_case_before_the_hold_marks_the_award(moment: Moment) -> None:
    await moment.heard(await moment.taken_up())
    await moment.signed_by_what_was_read_before()
    await moment.granted()
    await is_examined_until_resolved(moment)


async def test_a_hold_that_comes_to_a_signed_case_marks_the_award_and_tells_of_no_hold(moment: Moment) -> None:
    accepted = await moment.taken_up()
    await moment.signed()
    await moment.heard(accepted)
    assert not moment.desk.told(ReviewHeld)
    await moment.granted()
    await is_examined_until_resolved(moment)


async def test_a_hold_that_comes_to_a_case_that_has_ended_marks_the_award(moment: Moment) -> None:
    accepted = await moment.taken_up()
    await moment.signed()
    await moment.granted()
    await moment.heard(accepted)
    await is_examined_until_resolved(moment)


async def test_who_dies_between_hold_and_mark_marks_when_the_news_comes_again(moment: Moment) -> None:
    accepted = await moment.taken_up()
    award = await moment.award()
    documents = moment.desk.memory.awards.documents
    kept = documents.pop(award.id)
    await moment.heard(accepted, "once")
    documents[award.id] = kept
    assert (await moment.desk.case(moment.case_id)).state is CaseState.ON_HOLD
    assert not (await moment.award()).is_under_examination
    for _ in range(2):
        await moment.heard(accepted, "once")
        assert (await moment.award()).examined_for == (moment.complaint_id,)


async def test_news_that_comes_again_after_the_ruling_marks_nothing(moment: Moment) -> None:
    """The draft was reserved after the news, and signed after the ruling."""
    desk = moment.desk
    desk.memory.awards.documents.clear()
    accepted = await moment.taken_up()
    await moment.heard(accepted, "once")
    await desk.do.award.reserve(desk.last(DecisionDrafted), news())
    await moment.resolved()
    await moment.signed()
    await moment.granted()
    await moment.heard(accepted, "once")
    assert (await moment.award()).state is AwardState.GRANTED
    assert not (await moment.award()).is_under_examination


async def test_a_draft_that_came_back_is_examined_no_more_either(moment: Moment) -> None:
    await moment.heard(await moment.taken_up())
    await moment.desk.do.decision.send_back(moment.decision_id, "Sai", wish(DIRECTOR, "decision.send_back"))
    await moment.resolved()
    assert not (await moment.award()).is_under_examination


async def test_supervision_may_ask_to_revoke_what_the_case_has_become_meanwhile(moment: Moment) -> None:
    uphold, cause = moment.desk.do.complaint.uphold, wish(SUPERVISOR, "complaint.uphold")
    await moment.taken_up()
    with pytest.raises(NothingToRevokeError):
        await uphold(moment.complaint_id, Request.REVOCATION, "Đúng", cause)
    await moment.signed()
    await moment.granted()
    await uphold(moment.complaint_id, Request.REVOCATION, "Đúng", cause)
    assert moment.desk.last(ComplaintResolved).asks == "revocation"
