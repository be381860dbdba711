"""Cases of a disputed deed: held by themselves, let go by themselves, whatever is heard first."""

import itertools
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState
from services.reviews.domain.session import CasesNotReadyError
from services.reviews.usecases.decision.sign import NoPartError
from shared.contracts.awards import DecisionSigned
from shared.contracts.deeds import DeedAmended, DeedAttributionDisputed, DeedAttributionResolved, DeedLinked
from shared.contracts.reviews import ReviewAdmitted, ReviewHeld, ReviewReleased
from shared.kernel.holds import HoldGround, OnHoldError, StillDisputedError
from shared.kernel.separations import RoleSeparationError
from shared.runtime.bus.envelope import read
from tests.contracts.test_golden import FOLDER, record
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, DIRECTOR, OFFICER, TODAY, facts, full_facts, news, wish

GROUND = HoldGround.PRESS_VERIFICATION
_NUMBERS = itertools.count(1)


def _deed(data: dict[str, Any], *refs: str) -> dict[str, Any]:
    share = 100 // len(refs)
    return {
        "unit_id": "STP-HP",
        "unit_path": ("UB-HP", "STP-HP"),
        "deed_id": data["deed_id"],
        "occurred_from": date(2026, 10, 3),
        "occurred_to": date(2026, 10, 3),
        "known_on": date(2026, 10, 3),
        "contributors": [{"subject_ref": ref, "share": share} for ref in refs],
        "fingerprint": "f",
        "claimant_ref": "CB-0611",
    }


def disputed(data: dict[str, Any]) -> DeedAttributionDisputed:
    return DeedAttributionDisputed(**_deed(data, data["subject_ref"]))


def amended(data: dict[str, Any], *refs: str) -> DeedAmended:
    day = date(2026, 10, 4)
    return DeedAmended(**{**_deed(data, *refs), "known_on": day})


def linked(data: dict[str, Any], other_id: UUID, *other_refs: str) -> DeedLinked:
    return DeedLinked(**_deed(data, data["subject_ref"]), other_deed_id=other_id, other_contributor_refs=other_refs)


def resolved(data: dict[str, Any], *refs: str) -> DeedAttributionResolved:
    return DeedAttributionResolved(**_deed(data, *(refs or (data["subject_ref"],))), outcome="upheld")


async def test_a_dispute_holds_every_case_and_its_end_lets_them_go(desk: Desk) -> None:
    data = facts()
    case_id = await desk.appraised(data)
    await desk.do.case.hear_of_deed(disputed(data), news())
    held = await desk.case(case_id)
    assert held.state is CaseState.ON_HOLD
    assert desk.last(ReviewHeld).ground == "attribution_dispute"
    with pytest.raises(StillDisputedError):
        await desk.do.case.release(case_id, wish(OFFICER, "case.release"))
    await desk.do.case.hear_of_deed(resolved(data, data["subject_ref"], "CB-0611"), news())
    free = await desk.case(case_id)
    assert (free.state, free.facts.contributor_refs) == (CaseState.AWAITING_DECISION, (data["subject_ref"], "CB-0611"))
    assert desk.last(ReviewReleased).next_state == "awaiting_decision"


async def test_a_case_that_is_admitted_after_its_deed_was_disputed_is_held(desk: Desk) -> None:
    data = facts()
    await desk.do.case.hear_of_deed(disputed(data), news())
    case_id = await desk.admitted(data)
    await desk.do.case.follow_deed(desk.last(ReviewAdmitted), news())
    assert (await desk.case(case_id)).state is CaseState.ON_HOLD


async def test_a_hold_by_hand_comes_first_and_the_dispute_takes_over(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    await desk.do.case.hold(case_id, GROUND, wish(OFFICER, "case.hold"))
    await desk.do.case.hear_of_deed(disputed(data), news())
    assert _ground(await desk.case(case_id)) is GROUND
    await desk.do.case.release(case_id, wish(OFFICER, "case.release"))
    await desk.do.case.follow_deed(desk.last(ReviewReleased), news())
    assert _ground(await desk.case(case_id)) is HoldGround.ATTRIBUTION_DISPUTE


async def test_a_case_that_somebody_holds_learns_who_did_the_deed(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    await desk.do.case.hold(case_id, GROUND, wish(OFFICER, "case.hold"))
    await desk.do.case.hear_of_deed(disputed(data), news())
    await desk.do.case.hear_of_deed(resolved(data, "CB-0611"), news())
    held = await desk.case(case_id)
    assert (_ground(held), held.facts.contributor_refs) == (GROUND, ("CB-0611",))
    assert desk.told(ReviewReleased) == []
    await desk.do.case.release(case_id, wish(OFFICER, "case.release"))
    assert not (await desk.case(case_id)).facts.has_part


async def test_a_dispute_that_was_over_before_it_was_heard_of_still_changes_who_did_the_deed(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    before = len(desk.memory.told)
    await desk.do.case.hear_of_deed(resolved(data, data["subject_ref"], "CB-0611"), news())
    assert (await desk.case(case_id)).facts.contributor_refs == (data["subject_ref"], "CB-0611")
    assert desk.memory.told[before:] == []


async def test_nobody_signs_for_a_deed_that_turned_out_to_be_the_own(desk: Desk) -> None:
    data = facts()
    decision_id = await _drafted(desk, await desk.appraised(data))
    await desk.do.case.hear_of_deed(resolved(data, data["subject_ref"], DIRECTOR.ref), news())
    with pytest.raises(RoleSeparationError):
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))


async def test_who_turned_out_to_have_done_the_deed_does_not_vote_on_it(desk: Desk) -> None:
    data = full_facts()
    await desk.council()
    case_id = await desk.appraised(data)
    session_id = await desk.convened(case_id)
    await desk.do.case.hear_of_deed(resolved(data, data["subject_ref"], "HD-07"), news())
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    recused = (await desk.session(session_id)).vote_on(case_id).recused
    assert [(one.member_ref, one.ground) for one in recused] == [("HD-03", "heads_unit"), ("HD-07", "contributed")]


async def test_a_case_and_its_award_know_who_did_the_deed_and_keep_the_days_it_was_accepted_with(desk: Desk) -> None:
    data = facts()
    case_id = await desk.appraised(data)
    decision_id = await _drafted(desk, case_id)
    for refs in ((data["subject_ref"], DIRECTOR.ref), (data["subject_ref"], "CB-0611")):
        await desk.do.case.hear_of_deed(amended(data, *refs), news())
        assert (await desk.case(case_id)).facts.contributor_refs == refs
        if DIRECTOR.ref in refs:
            with pytest.raises(RoleSeparationError):
                await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.award.grant(desk.last(DecisionSigned), news())
    (award,) = [document.thing for document in desk.memory.awards.documents.values()]
    assert (award.facts.contributor_refs, award.facts.known_on) == ((data["subject_ref"], "CB-0611"), date(2026, 10, 3))


async def test_a_dispute_holds_the_cases_of_linked_deeds_too_whichever_is_heard_first(desk: Desk) -> None:
    for order in itertools.permutations((0, 1)):
        data, root = facts(next(_NUMBERS), deed_id=uuid4()), {**facts(), "deed_id": uuid4()}
        case_id = await desk.admitted(data)
        told = (linked(data, root["deed_id"]), disputed(root))
        for which in order:
            await desk.do.case.hear_of_deed(told[which], news())
        assert (await desk.case(case_id)).state is CaseState.ON_HOLD
        await desk.do.case.hear_of_deed(resolved(root), news())
        assert (await desk.case(case_id)).state is CaseState.APPRAISING


async def test_a_link_that_was_told_without_the_people_of_the_other_deed_says_nothing_of_them(desk: Desk) -> None:
    _, told = read(record(FOLDER / "deed.linked.v1.json"))
    assert isinstance(told, DeedLinked)
    data = facts(deed_id=told.other_deed_id)
    case_id = await desk.admitted(data)
    await desk.do.case.hear_of_deed(told, news())
    assert (await desk.case(case_id)).facts.contributor_refs == data["contributor_refs"]


async def test_what_two_groups_hear_of_a_deed_is_kept_by_both(desk: Desk) -> None:
    """A link may be heard before the end of the dispute that came before it."""
    data, root = facts(), uuid4()
    await desk.do.case.hear_of_deed(disputed(data), news())
    link, cause = linked(data, root), news()
    await desk.do.award.follow_link(link, cause)
    await desk.do.case.hear_of_deed(resolved(data), news())
    await desk.do.case.hear_of_deed(link, cause)
    known = desk.memory.deeds.documents[data["deed_id"]].thing
    assert (known.linked_to, known.is_disputed) == (root, False)


async def test_what_was_signed_stands(desk: Desk) -> None:
    data = facts()
    case_id = await desk.appraised(data)
    decision_id = await _drafted(desk, case_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.case.hear_of_deed(disputed(data), news())
    assert (await desk.case(case_id)).state is CaseState.AWAITING_DECISION


async def test_no_decision_commends_whoever_turned_out_to_have_no_part(desk: Desk) -> None:
    data = facts()
    case_id = await desk.appraised(data)
    decision_id = await _drafted(desk, case_id)
    await desk.do.case.hear_of_deed(disputed(data), news())
    with pytest.raises(OnHoldError):
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    await desk.do.case.hear_of_deed(resolved(data, "CB-0611"), news())
    with pytest.raises(NoPartError):
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    other = facts(2, deed_id=uuid4())
    later = await desk.appraised(other)
    await desk.do.case.hear_of_deed(disputed(other), news())
    await desk.do.case.hear_of_deed(resolved(other, "CB-0611"), news())
    with pytest.raises(CasesNotReadyError):
        await desk.drafted(later, number="13/QĐ-STP")


async def test_a_complaint_that_is_being_verified_holds_a_case_on_when_its_dispute_has_ended(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    await desk.do.case.hear_of_deed(disputed(data), news())
    case = await desk.case(case_id)
    await desk.homes.cases.save(case.examine(uuid4(), GROUND, TODAY), emits=[], because_of=news())
    await desk.do.case.hear_of_deed(resolved(data), news())
    held = await desk.case(case_id)
    assert (held.state, _ground(held), held.held_for_complaints) == (
        CaseState.ON_HOLD,
        HoldGround.COMPLAINT_VERIFICATION,
        True,
    )
    assert desk.told(ReviewReleased) == []


async def test_the_same_news_again_and_news_that_came_before_change_nothing(desk: Desk) -> None:
    data = facts()
    case_id = await desk.admitted(data)
    begun, ended = news(), news()
    await desk.do.case.hear_of_deed(disputed(data), begun)
    await desk.do.case.hear_of_deed(disputed(data), begun)
    await desk.do.case.hear_of_deed(resolved(data), ended)
    await desk.do.case.hear_of_deed(disputed(data), begun)
    await desk.do.case.hear_of_deed(resolved(data), ended)
    assert (await desk.case(case_id)).state is CaseState.APPRAISING
    assert (len(desk.told(ReviewHeld)), len(desk.told(ReviewReleased))) == (1, 1)


async def _drafted(desk: Desk, case_id: UUID) -> UUID:
    decision_id = await desk.drafted(case_id)
    await desk.reserved(decision_id)
    return decision_id


def _ground(case: Case) -> HoldGround | None:
    return case.held.ground if case.held else None
