from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from services.reviews.domain.fairness import FairShare, ShownShare
from services.reviews.domain.figures import FEW
from services.reviews.domain.session import CasesNotReadyError, SessionState
from shared.contracts.councils import CouncilConvened, CouncilVoteOpened
from shared.kernel.errors import ForbiddenError
from tests.reviews.counted import HP, THADS, counted, staff_of
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, OFFICER_BTP, PACKS, SECRETARY, full_facts, news, wish


async def test_the_chair_opens_the_vote_and_nobody_else(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    with pytest.raises(ForbiddenError):
        await desk.do.session.open_voting(session_id, wish(SECRETARY, "session.open_voting"))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert (await desk.session(session_id)).state is SessionState.VOTING_OPEN
    assert [each.member_ref for each in desk.last(CouncilVoteOpened).recused] == ["HD-03"]


async def test_opening_keeps_with_each_case_what_its_unit_gave_to_whom_and_blocks_nothing(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.homes.staff.record(UUID(int=1), staff_of(THADS), 1)
    for month in ("2026-05", "2026-08", "2026-10"):
        for _ in range(FEW):
            await desk.homes.figures.count(counted(month, THADS, groups=("individual", "leader")))
    for path in (HP, THADS[:1]):
        await desk.homes.figures.count(counted("2026-10", path))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    (vote,) = (await desk.session(session_id)).votes
    direct, specialist, small = vote.fairness
    assert direct == ShownShare(FairShare("direct", 0, 3 * FEW, 88, 140), alert=True)
    assert (specialist.alert, small.share.of_awards, small.alert) == (True, 0, False)


async def test_where_nothing_is_known_nothing_is_claimed(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    (vote,) = (await desk.session(session_id)).votes
    assert [(shown.share.ratio, shown.alert) for shown in vote.fairness] == [(None, False)] * 3


async def test_a_pack_that_was_chosen_while_the_session_was_convened_rules_its_vote() -> None:
    older, newer = (PACKS.version("FIX-2026", version) for version in ("2025-07-01", "2026-10-01"))
    form = newer.form("BANG_KHEN_BO")
    assert form.vote is not None
    milder = replace(form, vote=replace(form.vote, threshold=Fraction(1, 2)))
    desk = Desk(replace(PACKS, packs=(older, replace(newer, forms={**newer.forms, form.code: milder}))))
    await desk.council()
    case_id = await desk.appraised(full_facts(received_on=date(2026, 9, 29), pack_version=older.version))
    closes_at = desk.at + timedelta(days=1)
    convene = desk.do.session.convene
    session_id = await convene("HD-BTP", [case_id], closes_at, wish(SECRETARY, "session.convene"))
    choice = wish(OFFICER_BTP, "case.choose_pack")
    await desk.do.case.choose_pack(case_id, newer.version, "Có lợi hơn", choice)
    with pytest.raises(CasesNotReadyError):
        await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    await desk.do.case.seat(desk.last(CouncilConvened), news())
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    assert (await desk.session(session_id)).votes[0].rule == milder.vote
