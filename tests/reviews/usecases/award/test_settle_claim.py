"""Two decisions, two registrations, one deed: whatever is heard first, one live award comes of it."""

import itertools
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.reviews.domain.award import AwardState
from services.reviews.domain.row import RowOutcome
from services.reviews.usecases.decision.prepare import DeedAlreadyRewardedError
from services.reviews.usecases.known_deeds import root_of
from shared.contracts.awards import AwardFreed, AwardReserved, DecisionDrafted, DecisionReturned, DecisionSigned
from shared.contracts.deeds import DeedLinked
from shared.contracts.supervision import FindingRaised
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, facts, news, wish


def linked(data: dict[str, Any], other: dict[str, Any]) -> DeedLinked:
    return DeedLinked(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        deed_id=data["deed_id"],
        occurred_from=date(2026, 10, 3),
        occurred_to=date(2026, 10, 3),
        known_on=date(2026, 10, 3),
        contributors=[{"subject_ref": data["subject_ref"], "share": 100}],
        fingerprint="f",
        other_deed_id=other["deed_id"],
    )


async def two_files(desk: Desk) -> tuple[dict[str, Any], dict[str, Any], UUID, UUID]:
    """Two registrations of one deed, each with an appraised case for the same person."""
    one, other = facts(1, deed_id=uuid4()), facts(2, deed_id=uuid4())
    return one, other, await desk.appraised(one), await desk.appraised(other)


async def live(desk: Desk) -> list[str]:
    return sorted(document.thing.claim for document in desk.memory.awards.documents.values() if document.thing.live)


STEPS = ("link", "reserve one", "reserve other")


@pytest.mark.parametrize("order", list(itertools.permutations(STEPS)), ids=" then ".join)
async def test_two_decisions_race_on_two_linked_deeds_and_one_award_lives(desk: Desk, order: tuple[str, ...]) -> None:
    one, other, case_one, case_other = await two_files(desk)
    await desk.drafted(case_one, number="12/QĐ-STP")
    await desk.drafted(case_other, number="13/QĐ-STP")
    drafts = dict(zip(("reserve one", "reserve other"), desk.told(DecisionDrafted), strict=True))
    for step in order:
        if step == "link":
            await desk.do.award.follow_link(linked(one, other), news())
        else:
            await desk.do.award.reserve(drafts[step], news())
    for reserved in desk.told(AwardReserved):
        await desk.do.award.settle_claim(reserved, news())
    assert await live(desk) == [f"{other['deed_id']}:{other['subject_ref']}"]
    assert len(desk.told(AwardFreed)) == 1
    assert desk.told(FindingRaised) == []


async def test_a_draft_yields_to_a_signature_and_can_be_signed_no_more(desk: Desk) -> None:
    one, other, case_one, case_other = await two_files(desk)
    signed = await desk.drafted(case_one, number="12/QĐ-STP")
    draft = await desk.drafted(case_other, number="13/QĐ-STP")
    for decision_id in (signed, draft):
        await desk.reserved(decision_id)
    await desk.do.decision.sign(signed, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    await desk.do.award.follow_link(linked(one, other), news())
    assert await live(desk) == [f"{other['deed_id']}:{other['subject_ref']}"]
    assert (await desk.decision(draft)).rows[0].outcome is RowOutcome.FREED
    states = {document.thing.state for document in desk.memory.awards.documents.values()}
    assert states == {AwardState.GRANTED, AwardState.FREED}


async def test_a_draft_whose_rows_are_all_of_a_linked_deed_lets_each_go_and_comes_back_once(desk: Desk) -> None:
    both, numbers = ("CB-0412", "CB-0611"), itertools.count(1)
    rows, held = (
        [facts(next(numbers), deed_id=deed, subject_ref=ref, contributor_refs=both) for ref in both]
        for deed in (uuid4(), uuid4())
    )
    draft = await desk.drafted(*[await desk.appraised(row) for row in rows], number="12/QĐ-STP")
    holder = await desk.drafted(*[await desk.appraised(row) for row in held], number="13/QĐ-STP")
    for decision_id in (draft, holder):
        await desk.reserved(decision_id)
    link, cause = linked(rows[0], held[0]), news()
    for _ in range(2):
        await desk.do.award.follow_link(link, cause)
    assert [row.outcome for row in (await desk.decision(draft)).rows] == [RowOutcome.FREED] * 2
    assert [row.outcome for row in (await desk.decision(holder)).rows] == [RowOutcome.RESERVED] * 2
    assert [event.decision_id for event in desk.told(DecisionReturned)] == [draft]
    assert len(desk.told(AwardFreed)) == 2


async def test_two_awards_that_were_granted_raise_a_finding_once(desk: Desk) -> None:
    one, other, case_one, case_other = await two_files(desk)
    for number, case_id in enumerate((case_one, case_other), start=12):
        decision_id = await desk.drafted(case_id, number=f"{number}/QĐ-STP")
        await desk.reserved(decision_id)
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
        await desk.do.award.grant(desk.last(DecisionSigned), news())
    link = linked(one, other)
    for _ in range(2):
        await desk.do.award.follow_link(link, news())
    (found,) = desk.told(FindingRaised)
    assert (found.kind, found.metric, found.value, found.limit) == ("rule_breach", "live_awards_of_one_deed", 2, 1)


async def test_a_decision_for_a_deed_that_was_rewarded_under_another_registration_is_not_prepared(desk: Desk) -> None:
    one, other, case_one, case_other = await two_files(desk)
    await desk.reserved(await desk.drafted(case_other))
    await desk.do.award.follow_link(linked(one, other), news())
    with pytest.raises(DeedAlreadyRewardedError):
        await desk.drafted(case_one, number="13/QĐ-STP")


async def test_deeds_that_were_linked_in_a_ring_have_one_root(desk: Desk) -> None:
    files = [facts(number, deed_id=uuid4()) for number in (1, 2, 3)]
    for one, other in zip(files, [*files[1:], files[0]], strict=True):
        await desk.do.award.follow_link(linked(one, other), news())
    roots = {await root_of(file["deed_id"], desk.homes.deeds) for file in files}
    assert roots == {min(file["deed_id"] for file in files)}
