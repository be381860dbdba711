from datetime import timedelta

import pytest

from services.reviews.domain.council import Term
from services.reviews.domain.session import CasesNotReadyError
from shared.contracts.councils import CouncilChanged, CouncilConvened
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.ids import id_from
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, COUNCIL, MEMBERS, NOW, OFFICER_BTP, SECRETARY, TODAY, full_facts, wish

CLOSES = NOW + timedelta(days=1)


async def test_a_convened_session_tells_who_may_not_vote(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    session_id = await desk.convened(case_id, case_id)
    event = desk.last(CouncilConvened)
    assert (event.session_id, event.number, event.council_code) == (session_id, "HD-BTP-2026-01", "HD-BTP")
    assert (event.case_ids, event.case_numbers, event.member_refs) == ((case_id,), ("KT-2026-0004",), MEMBERS)
    assert [(each.member_ref, each.ground) for each in event.recused] == [("HD-03", "heads_unit")]


async def test_a_repeat_convenes_once(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    cause = wish(SECRETARY, "session.convene", "once")
    await desk.do.session.convene("HD-BTP", [case_id], CLOSES, cause)
    with pytest.raises(AlreadyHandledError):
        await desk.do.session.convene("HD-BTP", [case_id], CLOSES, cause)
    assert len(desk.told(CouncilConvened)) == 1


async def test_an_unknown_council_and_one_of_others_are_refused_alike(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    for code, actor in (("HD-X", SECRETARY), ("HD-BTP", CHAIR)):
        with pytest.raises(ForbiddenError):
            await desk.do.session.convene(code, [case_id], CLOSES, wish(actor, "session.convene"))


async def test_a_case_that_is_not_ready_or_not_there_cannot_be_called(desk: Desk) -> None:
    await desk.council()
    for case_id in (await desk.admitted(full_facts()), id_from("nomination", "unknown")):
        with pytest.raises(CasesNotReadyError):
            await desk.do.session.convene("HD-BTP", [case_id], CLOSES, wish(SECRETARY, "session.convene"))


async def test_a_session_is_of_those_who_sit_on_its_day_and_stays_so(desk: Desk) -> None:
    record, yesterday = desk.do.council.record, TODAY - timedelta(days=1)
    council = ("HD-BTP", "BTP", "HD-01", MEMBERS, COUNCIL.related)
    terms = {"HD-08": Term(until=yesterday), "HD-09": Term(since=TODAY)}
    await record(*council, wish(OFFICER_BTP, "council.record"), terms)
    session_id = await desk.convened(await desk.appraised(full_facts()))
    await record(*council, wish(OFFICER_BTP, "council.record"), {"HD-09": Term(until=yesterday)})
    (vote,) = (await desk.session(session_id)).votes
    assert vote.member_refs == tuple(ref for ref in MEMBERS if ref != "HD-08")
    seats = {seat.member_ref: (seat.since, seat.until) for seat in desk.told(CouncilChanged)[0].seats}
    assert seats["HD-08"] == (None, yesterday)
    assert (seats["HD-09"], seats["HD-01"]) == ((TODAY, None), (None, None))
