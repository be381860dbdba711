"""The public is asked, speaks and is answered, through the doors."""

from uuid import UUID

import pytest

from services.reviews.domain.case_parts import Verdict
from services.reviews.domain.consultation import consultation_id_of
from shared.runtime.store.client import MongoStore
from tests.reviews.api.house import open_house
from tests.reviews.facts import CITIZEN, OFFICER, OFFICER_BTP, PEER, public_facts, wish

FILE = public_facts()
CASE: UUID = FILE["nomination_id"]
ONE = f"/consultations/{consultation_id_of(CASE)}"
APPEAL = {"case_id": str(CASE), "subject_label": "Đỗ Minh Khôi", "question_vi": "Có đồng tình không?"}


async def test_everybody_reads_what_is_asked_and_who_speaks_stands_nowhere(
    store: MongoStore, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_house(store) as house:
        await house.admitted(FILE)
        await house.use_cases.case.appraise(CASE, Verdict.MEETS, (), wish(OFFICER_BTP, "case.appraise"))
        assert (await house.act(OFFICER, "/consultations", APPEAL)).status_code == 403
        assert (await house.done(OFFICER_BTP, "/consultations", APPEAL))["state"] == "window_open"
        (asked,) = (await house.client.get("/consultations/open")).json()
        assert (asked["subject_label"], asked["closes_on"]) == ("Đỗ Minh Khôi", "2026-10-21")
        capsys.readouterr()
        comment = {"side": "against", "text_vi": "Chưa rõ số liệu"}
        said = await house.done(CITIZEN, f"{ONE}/comment", comment, key="once")
        assert await house.done(CITIZEN, f"{ONE}/comment", comment, key="once") == said
        assert (await house.see(CITIZEN, "/comments")).json() == [said]
        assert (await house.see(PEER, "/comments")).json() == []
        document = await store.rows("consultations").find_one({})
        for told in (capsys.readouterr().out, str(document), str(said)):
            assert CITIZEN.ref not in told
        assert (await house.act(OFFICER_BTP, f"{ONE}/comment", comment)).status_code == 403
        answer = f"{ONE}/comments/{said['id']}/answer"
        assert (await house.act(CITIZEN, answer, {"text_vi": "Cảm ơn"})).status_code == 403
        answered = await house.done(OFFICER_BTP, answer, {"text_vi": "Cảm ơn"})
        assert (answered["unanswered"], answered["sides"]) == (0, {"for": 0, "against": 1, "other": 0})
        (shown,) = (await house.see(OFFICER_BTP, f"/consultations?state=window_open&case_id={CASE}")).json()
        assert shown == answered == (await house.see(OFFICER_BTP, ONE)).json()
        assert (await house.see(OFFICER, ONE)).status_code == 403
