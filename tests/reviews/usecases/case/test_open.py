from datetime import date

import pytest

from services.reviews.domain.case_parts import CaseState
from shared.contracts.reviews import ReviewCaseOpened
from shared.kernel.rulepack import NoRulePackError, PackChangedError
from tests.reviews.desk import Desk
from tests.reviews.facts import facts, news, submitted


async def test_a_submitted_nomination_opens_a_case_with_its_days(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts()), news())
    event = desk.last(ReviewCaseOpened)
    assert (event.procedure, event.decide_by) == ("simplified", date(2026, 10, 13))
    assert [step.name for step in event.steps] == ["screen", "appraise", "decide", "notify"]
    assert (event.unit_path, event.grantor_path) == (("UB-HP", "STP-HP"), ("UB-HP", "STP-HP"))
    assert (await desk.case(event.case_id)).state is CaseState.OPENED


async def test_the_same_news_twice_opens_one_case(desk: Desk) -> None:
    for cause in (news("one"), news("one"), news("two")):
        await desk.do.case.open(submitted(facts()), cause)
    assert len(desk.told(ReviewCaseOpened)) == 1


async def test_a_pack_that_is_not_known_opens_nothing(desk: Desk) -> None:
    with pytest.raises(NoRulePackError):
        await desk.do.case.open(submitted(facts(pack_version="1999-01-01")), news())
    assert not desk.memory.told


async def test_no_case_is_opened_by_a_pack_that_was_edited_after_the_receipt(desk: Desk) -> None:
    data = facts(pack_hash="0" * 64)
    with pytest.raises(PackChangedError):
        await desk.do.case.open(submitted(data), news())
    assert await desk.homes.cases.find(data["nomination_id"]) is None
