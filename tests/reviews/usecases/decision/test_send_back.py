import pytest

from services.reviews.domain.decision import DecisionState, ReasonMissingError
from shared.contracts.awards import DecisionReturned
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, wish


async def test_the_grantor_sends_a_draft_back_with_a_reason(desk: Desk) -> None:
    case_id = await desk.appraised(facts())
    decision_id = await desk.drafted(case_id)
    with pytest.raises(ReasonMissingError):
        await desk.do.decision.send_back(decision_id, "", wish(DIRECTOR, "decision.send_back"))
    await desk.do.decision.send_back(decision_id, "Sai số liệu", wish(DIRECTOR, "decision.send_back"))
    assert (await desk.decision(decision_id)).state is DecisionState.CANCELLED
    assert (desk.last(DecisionReturned).reason, desk.last(DecisionReturned).case_ids) == ("Sai số liệu", (case_id,))
