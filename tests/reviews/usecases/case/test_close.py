from services.reviews.domain.case_parts import CaseState
from shared.contracts.nominations import NominationMerged, NominationWithdrawn
from shared.contracts.parts import ReasonGiven
from shared.contracts.reviews import ReviewClosed
from shared.kernel.ids import id_from
from tests.reviews.desk import Desk
from tests.reviews.facts import facts, news, submitted

ENDED = {
    "nomination_id": facts()["nomination_id"],
    "number": "KT-2026-0001",
    "unit_id": "STP-HP",
    "unit_path": ("UB-HP", "STP-HP"),
}


async def test_a_withdrawn_nomination_closes_its_case_once(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts()), news())
    for cause in (news("w"), news("w"), news()):
        await desk.do.case.close(NominationWithdrawn(**ENDED), cause)
    assert [event.outcome for event in desk.told(ReviewClosed)] == ["withdrawn"]
    assert (await desk.case(ENDED["nomination_id"])).state is CaseState.WITHDRAWN


async def test_a_merged_nomination_hands_its_reasons_on(desk: Desk) -> None:
    await desk.do.case.open(submitted(facts()), news())
    reasons = (ReasonGiven(code="DEED_ALREADY_REWARDED"),)
    merged = NominationMerged(**ENDED, into=id_from("award", 1), reasons=reasons, proposer_ref="PGD-HP-02")
    await desk.do.case.close(merged, news())
    assert desk.last(ReviewClosed).reasons == reasons


async def test_a_draft_that_is_withdrawn_never_had_a_case(desk: Desk) -> None:
    await desk.do.case.close(NominationWithdrawn(**ENDED), news())
    assert not desk.memory.told
