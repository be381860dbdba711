import pytest

from shared.contracts.awards import AwardGranted, DecisionSigned
from shared.kernel.errors import ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


async def signed(desk: Desk, *cases: object) -> DecisionSigned:
    decision_id = await desk.drafted(*[await desk.appraised(facts(n)) for n in cases])
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    return desk.last(DecisionSigned)


async def test_each_award_of_a_signed_decision_is_granted_once(desk: Desk) -> None:
    event = await signed(desk, 1, 2, 3)
    for cause in (news("s"), news("s"), news()):
        await desk.do.award.grant(event, cause)
    granted = desk.told(AwardGranted)
    assert [each.case_number for each in granted] == ["KT-2026-0001", "KT-2026-0002", "KT-2026-0003"]
    assert {(each.bonus_vnd, each.number, each.counted_as) for each in granted} == {(760_000, "12/QĐ-STP", "ad_hoc")}
    decision = await desk.decision(event.decision_id)
    assert {each.document_sha256 for each in granted} == {decision.sha256}


async def test_a_signature_that_is_not_known_here_grants_nothing(desk: Desk) -> None:
    event = await signed(desk, 1)
    with pytest.raises(ForbiddenError):
        await desk.do.award.grant(event.model_copy(update={"decision_id": facts()["deed_id"]}), news())
