"""Who did a deed that is linked with that of a case takes no part in its review, whenever the link is heard of."""

from datetime import date
from typing import Any

import pytest

from services.reviews.domain.ballot import Choice, ConflictOfInterestError
from services.reviews.domain.case_parts import Lack, Verdict
from shared.contracts.councils import CouncilVoteOpened
from shared.contracts.deeds import DeedAmended, DeedAttributionDisputed, DeedLinked
from shared.contracts.reviews import ReviewAdmitted
from shared.kernel.actor import Role
from shared.kernel.separations import RoleSeparationError, Standing
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, OFFICER_BTP, forwarded, full_facts, member, news, person, wish

OWN, TWIN = full_facts(4), full_facts(5, subject_ref="TT-30", contributor_refs=("TT-30", "HD-05"))
NAMED = "HD-05"
"""A member of the council who did the other deed, which another office registered."""


def deed(data: dict[str, Any], *refs: str) -> dict[str, Any]:
    share = 100 // len(refs)
    return {
        **{name: data[name] for name in ("unit_id", "unit_path", "deed_id")},
        **dict.fromkeys(("occurred_from", "occurred_to", "known_on"), date(2026, 10, 3)),
        "contributors": [{"subject_ref": ref, "share": share} for ref in refs],
        "fingerprint": "f",
    }


def linked(data: dict[str, Any], to: dict[str, Any]) -> DeedLinked:
    return DeedLinked(
        **deed(data, *data["contributor_refs"]),
        other_deed_id=to["deed_id"],
        other_contributor_refs=to["contributor_refs"],
    )


LINKS = pytest.mark.parametrize("link", [linked(OWN, TWIN), linked(TWIN, OWN)], ids=["own to other", "other to own"])


async def recused(desk: Desk, session: Any) -> set[str]:
    return {one.member_ref for vote in (await desk.session(session)).votes for one in vote.recused}


@LINKS
async def test_a_link_that_was_known_recuses_at_the_call(desk: Desk, link: DeedLinked) -> None:
    await desk.council()
    await desk.do.case.hear_of_deed(link, news())
    await desk.admitted(OWN)
    await desk.do.case.follow_deed(desk.last(ReviewAdmitted), news())
    case_id = OWN["nomination_id"]
    himself = person(NAMED, (Role.EMULATION_OFFICER, "BTP"))
    with pytest.raises(RoleSeparationError):
        await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(himself, "case.appraise"))
    facts = (await desk.case(case_id)).facts
    assert (facts.contributor_refs, facts.has_part) == (OWN["contributor_refs"], True)
    await desk.do.case.appraise(case_id, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
    assert NAMED in await recused(desk, await desk.convened(case_id))


@LINKS
async def test_a_link_that_comes_after_the_call_recuses_when_the_vote_is_opened(desk: Desk, link: DeedLinked) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(OWN))
    assert NAMED not in await recused(desk, session_id)
    for _ in range(2):
        await desk.do.case.hear_of_deed(link, news("once"))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    told = {one.member_ref: one.ground for one in desk.last(CouncilVoteOpened).recused}
    assert told[NAMED] == "contributed"
    with pytest.raises(ConflictOfInterestError):
        await desk.do.session.cast(session_id, OWN["nomination_id"], Choice.YES, wish(member(NAMED), "session.cast"))


async def test_a_link_that_comes_after_the_opening_changes_no_vote_and_keeps_him_from_what_follows(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(OWN))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.do.case.hear_of_deed(linked(OWN, TWIN), news())
    await desk.do.session.cast(session_id, OWN["nomination_id"], Choice.YES, wish(member(NAMED), "session.cast"))
    assert NAMED in (await desk.case(OWN["nomination_id"])).standings[Standing.CONTRIBUTOR]


async def test_who_turns_out_to_have_done_the_other_deed_is_recused_too_and_what_was_known_of_it_stays(
    desk: Desk,
) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(OWN))
    await desk.do.case.hear_of_deed(DeedAmended(**deed(TWIN, "TT-30", "HD-06")), news())
    await desk.do.case.hear_of_deed(linked(OWN, TWIN), news())
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert {"HD-03", "HD-06"} == await recused(desk, session_id)


async def test_a_link_to_a_deed_that_is_disputed_recuses_though_the_case_is_held(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(OWN))
    dispute = DeedAttributionDisputed(**deed(TWIN, "TT-30", NAMED), claimant_ref="CB-0611")
    await desk.do.case.hear_of_deed(dispute, news())
    await desk.do.case.hear_of_deed(linked(OWN, TWIN), news())
    assert (await desk.case(OWN["nomination_id"])).held is not None
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert NAMED in await recused(desk, session_id)


async def test_a_case_that_comes_back_still_knows_who_did_the_other_deed(desk: Desk) -> None:
    case_id = await desk.admitted(OWN)
    await desk.do.case.hear_of_deed(linked(OWN, TWIN), news())
    lacks, cause = (Lack("EVIDENCE_MISSING"),), wish(OFFICER_BTP, "case.return_for_completion")
    await desk.do.case.return_for_completion(case_id, lacks, cause)
    await desk.do.case.admit(forwarded(OWN), news())
    assert (await desk.case(case_id)).facts.kin_refs == (NAMED, "TT-30")
