from shared.contracts.awards import AwardGranted, AwardPublished, DecisionSigned
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, NOW, facts, news, wish


async def test_a_granted_award_is_published_once_with_all_that_was_granted(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    granted = desk.last(AwardGranted)
    for cause in (news("p"), news("p"), news()):
        await desk.do.award.publish(granted, cause)
    (published,) = desk.told(AwardPublished)
    assert published.published_at == NOW
    assert published.model_dump(exclude={"published_at"}) == granted.model_dump()
