from dataclasses import replace

import pytest

from services.reviews.domain.minutes import BIEN_BAN, MinutesMissingError
from services.reviews.usecases.decision.prepare import Proposed
from shared.contracts.councils import CouncilMinuted, CouncilVoteClosed
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, PACKS, SECRETARY, full_facts, member, wish

NEWEST = PACKS.version("FIX-2026", "2026-10-01")
FORM = replace(NEWEST.form("BANG_KHEN_BO"), dossier=(BIEN_BAN,))
ASKS = replace(PACKS, packs=(replace(NEWEST, forms={**NEWEST.forms, FORM.code: FORM}),))


async def test_only_the_hash_of_the_minutes_leaves_the_session(desk: Desk) -> None:
    await desk.recommended(full_facts())
    session_id = desk.last(CouncilVoteClosed).session_id
    await desk.do.session.minute(session_id, wish(SECRETARY, "session.minute", "once"))
    with pytest.raises(AlreadyHandledError):
        await desk.do.session.minute(session_id, wish(SECRETARY, "session.minute", "once"))
    (event,) = desk.told(CouncilMinuted)
    minutes = (await desk.session(session_id)).minutes
    assert minutes is not None
    assert event.sha256 == minutes.sha256
    assert "HD-03" not in event.model_dump_json()


async def test_the_secretary_makes_them_and_nobody_else(desk: Desk) -> None:
    await desk.recommended(full_facts())
    session_id = desk.last(CouncilVoteClosed).session_id
    for other in (CHAIR, member("HD-02")):
        with pytest.raises(ForbiddenError):
            await desk.do.session.minute(session_id, wish(other, "session.minute"))


async def test_a_form_that_asks_for_minutes_is_not_decided_without_them() -> None:
    desk = Desk(ASKS)
    case_id = await desk.recommended(full_facts())
    rows = [Proposed(case_id, "Phòng Nghiệp vụ", "Không để án tồn đọng")]
    with pytest.raises(MinutesMissingError):
        await desk.do.decision.prepare("BTP", "9/QĐ-BTP", rows, wish(SECRETARY, "decision.prepare"))
    session_id = desk.last(CouncilVoteClosed).session_id
    await desk.do.session.minute(session_id, wish(SECRETARY, "session.minute"))
    await desk.do.decision.prepare("BTP", "9/QĐ-BTP", rows, wish(SECRETARY, "decision.prepare"))
