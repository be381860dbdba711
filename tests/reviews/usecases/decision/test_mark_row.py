import asyncio

from services.reviews.domain.row import RowOutcome
from shared.contracts.awards import AwardReserved, DecisionDrafted
from tests.reviews.desk import Desk
from tests.reviews.facts import facts, news


async def test_many_rows_marked_at_once_do_not_outrun_each_other(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n, subject_ref=f"CB-{n}", contributor_refs=())) for n in range(1, 31)]
    decision_id = await desk.drafted(*cases)
    await desk.do.award.reserve(desk.last(DecisionDrafted), news())
    events = desk.told(AwardReserved)
    await asyncio.gather(*(desk.do.decision.mark_row(event, news()) for event in events))
    rows = (await desk.decision(decision_id)).rows
    assert [row.outcome for row in rows] == [RowOutcome.RESERVED] * 30


async def test_a_row_whose_deed_was_rewarded_is_marked_with_the_reason(desk: Desk) -> None:
    first = await desk.appraised(facts(1))
    twin = await desk.appraised(facts(2, deed_id=facts(1)["deed_id"]))
    decisions = [await desk.drafted(first), await desk.drafted(twin, number="13/QĐ-STP")]
    for decision_id in decisions:
        await desk.reserved(decision_id)
    (row,) = (await desk.decision(decisions[1])).rows
    assert (row.outcome, row.reason) == (RowOutcome.FREED, "DEED_ALREADY_REWARDED")
