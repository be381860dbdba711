import pytest

from services.reviews.domain.decision import DecisionState, ReasonMissingError
from shared.contracts.awards import AwardFreed, DecisionReturned
from shared.kernel.reasons import REASONS
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def test_the_grantor_sends_a_draft_back_with_a_reason(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    with pytest.raises(ReasonMissingError):
        await desk.do.decision.send_back(decision_id, "", wish(DIRECTOR, "decision.send_back"))
    await desk.do.decision.send_back(decision_id, "Sai số liệu", wish(DIRECTOR, "decision.send_back"))
    assert (await desk.decision(decision_id)).state is DecisionState.CANCELLED
    assert desk.last(DecisionReturned).case_ids == (case_id,)


async def test_why_it_was_sent_back_stays_with_the_decision_and_never_rides_on_the_bus(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    await desk.reserved(decision_id)
    await desk.do.decision.send_back(decision_id, "Bà Hạnh đang bị tố cáo", wish(DIRECTOR, "decision.send_back"))
    await desk.do.award.free(desk.last(DecisionReturned), news())
    assert (await desk.decision(decision_id)).reason == "Bà Hạnh đang bị tố cáo"
    assert desk.last(AwardFreed).reason in REASONS
    assert not [event for event in desk.memory.told if "Hạnh" in event.model_dump_json()]
