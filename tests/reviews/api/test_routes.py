"""The doors of reviews, through real HTTP and a real store."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
import structlog

from shared.kernel.actor import Role
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from tests.reviews.api.house import CASE_ID, COUNCIL, SESSION, House, open_house
from tests.reviews.facts import (
    CHAIR,
    DIRECTOR,
    MEMBERS,
    OFFICER,
    OFFICER_BTP,
    SECRETARY,
    facts,
    member,
    person,
)

ROW = {"case_id": str(CASE_ID), "subject_label": "Nguyễn Thị Hạnh", "citation_vi": "Giúp 37 hộ dân"}
DECISION: dict[str, Any] = {"grantor_unit_id": "STP-HP", "number": "12/QĐ-STP", "rows": [ROW]}


@pytest_asyncio.fixture
async def house(store: MongoStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        yield opened


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_case_shows_its_days_and_its_word(house: House) -> None:
    await house.admitted(facts())
    seen = (await house.see(OFFICER, f"/cases/{CASE_ID}")).json()
    assert (seen["state"], seen["status"], seen["version"], seen["seq"]) == ("appraising", "received", 1, 2)
    assert (seen["decide_by"], seen["form_name_vi"]) == ("2026-10-13", "Giấy khen của Giám đốc Sở Tư pháp")
    assert [step["due_on"] for step in seen["steps"]] == ["2026-10-07", "2026-10-09", "2026-10-13", "2026-10-14"]
    listed = (await house.see(OFFICER, "/cases?state=appraising,ready")).json()
    assert [each["id"] for each in listed] == [str(CASE_ID)]


async def test_a_repeated_appraisal_answers_the_case_as_it_stands(house: House) -> None:
    await house.admitted(facts())
    path, body = f"/cases/{CASE_ID}/appraise", {"verdict": "meets", "findings": ["Đủ minh chứng"]}
    first = await house.done(OFFICER, path, body, key="once")
    assert await house.done(OFFICER, path, body, key="once") == first
    assert (first["state"], first["appraiser_ref"], first["findings"]) == (
        "awaiting_decision",
        "TD-01",
        ["Đủ minh chứng"],
    )
    assert code_of(await house.act(OFFICER, path, {"verdict": "fails"}, key="once")) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert code_of(await house.act(OFFICER, path, body)) == (409, "STATE_CHANGED")


async def test_another_units_case_looks_like_no_case(house: House) -> None:
    await house.admitted(facts())
    unknown = id_from("nomination", "unknown")
    answers = [await house.see(OFFICER_BTP, f"/cases/{case_id}") for case_id in (CASE_ID, unknown)]
    acts = [
        await house.act(OFFICER_BTP, f"/cases/{case_id}/appraise", {"verdict": "meets"})
        for case_id in (CASE_ID, unknown)
    ]
    assert [code_of(answer) for answer in (*answers, *acts)] == [(403, "OUT_OF_SCOPE")] * 4
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/cases/{id}/appraise", {"verdict": "maybe"}, "verdict"),
        ("/cases/{id}/appraise", {"verdict": "meets", "secret": 1}, "secret"),
        ("/sessions", SESSION | {"closes_at": "2026-10-08T00:00:00"}, "closes_at"),
        ("/sessions", SESSION | {"case_ids": []}, "case_ids"),
        ("/decisions", DECISION | {"rows": [ROW | {"case_id": "x"}]}, "rows.0.case_id"),
        ("/councils", COUNCIL | {"related": {"HD-03": 5}}, "related.HD-03"),
    ],
)
async def test_a_wrong_body_is_named_by_its_field(house: House, path: str, body: object, field: str) -> None:
    many = person("X", (Role.EMULATION_OFFICER, "STP-HP"), (Role.COUNCIL_SECRETARY, "HD-BTP"))
    answer = await house.act(many, path.replace("{id}", str(CASE_ID)), body)
    assert answer.is_client_error
    assert any(field in error["path"].replace("/", ".") for error in answer.json()["errors"]), answer.text


async def test_a_session_runs_from_call_to_count(house: House) -> None:
    session_id = await house.voting()
    seen = (await house.see(member("HD-02"), f"/sessions/{session_id}")).json()
    assert (seen["number"], seen["warnings"]) == ("HD-BTP-2026-01", [])
    (vote,) = seen["votes"]
    assert (vote["entitled"], vote["needed"], vote["cast"], vote["you"]) == (8, 6, 0, "may_vote")
    assert vote["recused"] == [{"member_ref": "HD-03", "ground": "heads_unit"}]
    assert code_of(await house.act(CHAIR, f"/sessions/{session_id}/close-voting")) == (409, "NO_QUORUM")
    for n, ref in enumerate(ref for ref in MEMBERS if ref != "HD-03"):
        answer = await house.ballot(ref, session_id, "no" if n == 0 else "yes")
        assert (answer.status_code, answer.json()["votes"][0]["you"]) == (200, "voted"), answer.text
    closed = await house.done(CHAIR, f"/sessions/{session_id}/close-voting")
    outcome = closed["votes"][0]["outcome"]
    assert (closed["state"], outcome["yes"], outcome["base"], outcome["passed"]) == ("voting_closed", 7, 9, False)
    assert "ballots" not in str(closed)
    listed = (await house.see(CHAIR, "/sessions?state=voting_closed")).json()
    assert [each["id"] for each in listed] == [session_id]


async def test_who_may_not_vote_is_told_why(house: House) -> None:
    session_id = await house.voting()
    assert code_of(await house.ballot("HD-03", session_id)) == (422, "CONFLICT_OF_INTEREST")
    assert code_of(await house.ballot("HD-99", session_id)) == (422, "NOT_ENTITLED")
    assert (await house.ballot("HD-02", session_id)).status_code == 200
    assert code_of(await house.ballot("HD-02", session_id, "no")) == (409, "ALREADY_VOTED")
    assert code_of(await house.act(OFFICER, f"/sessions/{session_id}/open-voting")) == (403, "ROLE_MISSING")


async def test_when_the_time_is_over_no_ballot_is_taken_and_the_chair_counts(house: House) -> None:
    session_id = await house.voting()
    voters = [ref for ref in MEMBERS if ref != "HD-03"]
    for ref in voters[:6]:
        assert (await house.ballot(ref, session_id)).status_code == 200
    assert not (await house.see(CHAIR, f"/sessions/{session_id}")).json()["is_over"]
    house.clock.at = datetime.fromisoformat(str(SESSION["closes_at"]))
    late = await house.ballot(voters[6], session_id)
    assert code_of(late) == (409, "VOTE_OVER")
    assert late.json()["title"] == "Đã hết giờ bỏ phiếu."
    assert "chủ tịch hội đồng kiểm phiếu" in late.json()["detail"]
    seen = (await house.see(member(voters[6]), f"/sessions/{session_id}")).json()
    assert (seen["state"], seen["is_over"], seen["votes"][0]["you"]) == ("voting_open", True, "over")
    assert (await house.see(member(voters[0]), f"/sessions/{session_id}")).json()["votes"][0]["you"] == "voted"
    closed = await house.done(CHAIR, f"/sessions/{session_id}/close-voting")
    assert (closed["votes"][0]["outcome"]["present"], closed["votes"][0]["you"]) == (6, "voted")


async def test_ballots_of_the_last_moment_and_the_count_agree_however_they_meet(house: House) -> None:
    session_id = await house.voting()
    voters = [ref for ref in MEMBERS if ref != "HD-03"]
    for ref in voters[:6]:
        await house.ballot(ref, session_id)

    async def count_when_over() -> httpx.Response:
        house.clock.at = datetime.fromisoformat(str(SESSION["closes_at"]))
        return await house.act(CHAIR, f"/sessions/{session_id}/close-voting")

    late = [house.ballot(ref, session_id) for ref in voters[6:]]
    first, counted, second = await asyncio.gather(late[0], count_when_over(), late[1])
    assert counted.status_code == 200
    taken = [answer for answer in (first, second) if answer.status_code == 200]
    assert all(answer.json()["code"] in {"VOTE_OVER", "STATE_CHANGED"} for answer in (first, second) if answer.is_error)
    assert counted.json()["votes"][0]["outcome"]["present"] == 6 + len(taken)


async def test_of_fifty_ballots_of_one_member_at_once_one_is_counted(house: House) -> None:
    session_id = await house.voting()
    answers = await asyncio.gather(*(house.ballot("HD-02", session_id, ("yes", "no")[n % 2]) for n in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 49]
    seen = (await house.see(CHAIR, f"/sessions/{session_id}")).json()
    assert seen["votes"][0]["cast"] == 1


async def test_a_ballot_leaves_no_line_in_the_log(house: House) -> None:
    session_id = await house.voting()
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        await house.ballot("HD-02", session_id)
        await house.ballot("HD-02", session_id)
        await house.see(CHAIR, f"/sessions/{session_id}")
    assert [line["route"] for line in lines] == ["/sessions/{session_id}"]
    assert "HD-02" not in str(lines)


async def test_an_adjourned_session_is_over(house: House) -> None:
    session_id = await house.convened()
    assert (await house.done(CHAIR, f"/sessions/{session_id}/adjourn"))["state"] == "adjourned"
    assert code_of(await house.act(CHAIR, f"/sessions/{session_id}/open-voting")) == (409, "STATE_CHANGED")


async def test_councils_are_recorded_and_listed(house: House) -> None:
    recorded = await house.done(OFFICER_BTP, "/councils", COUNCIL, key="once")
    assert await house.done(OFFICER_BTP, "/councils", COUNCIL, key="once") == recorded
    listed = (await house.see(member("HD-02"), "/councils")).json()
    assert listed == [recorded]
    assert (recorded["chair_ref"], recorded["related"]) == ("HD-01", {"HD-03": "THADS-HP"})
    refused = await house.act(OFFICER_BTP, "/councils", COUNCIL | {"chair": "HD-99"})
    assert code_of(refused) == (422, "NOT_A_MEMBER")


async def test_a_decision_waits_for_its_rows_and_is_signed_by_the_grantor(house: House) -> None:
    await house.admitted(facts())
    await house.done(OFFICER, f"/cases/{CASE_ID}/appraise", {"verdict": "meets"})
    drafted = await house.done(OFFICER, "/decisions", DECISION, key="once")
    assert await house.done(OFFICER, "/decisions", DECISION, key="once") == drafted
    assert (drafted["state"], drafted["rows"][0]["outcome"], drafted["seq"]) == ("drafted", "pending", 1)
    path = f"/decisions/{drafted['id']}"
    assert code_of(await house.act(DIRECTOR, f"{path}/sign")) == (409, "ROWS_NOT_RESERVED")
    above = person("CT-HP", (Role.GRANTOR, "UB-HP"))
    assert code_of(await house.act(above, f"{path}/sign")) == (403, "NO_AUTHORITY")
    assert code_of(await house.act(OFFICER, "/decisions", DECISION)) == (409, "NUMBER_TAKEN")
    returned = await house.done(DIRECTOR, f"{path}/send-back", {"reason": "Sai số liệu"})
    assert (returned["state"], returned["reason"]) == ("cancelled", "Sai số liệu")
    assert (await house.see(DIRECTOR, "/decisions?state=drafted")).json() == []


async def test_an_award_that_nobody_knows_is_out_of_scope(house: House) -> None:
    answer = await house.see(DIRECTOR, f"/awards/{id_from('award', 'x')}")
    assert code_of(answer) == (403, "OUT_OF_SCOPE")


async def test_anybody_in_the_council_seals_the_count_again(house: House) -> None:
    session_id = await house.voting()
    for ref in MEMBERS:
        await house.ballot(ref, session_id, "no" if ref == "HD-02" else "yes")
    assert (await house.see(member("HD-02"), f"/sessions/{session_id}/tally")).json() == []
    closed = await house.done(CHAIR, f"/sessions/{session_id}/close-voting")
    supervisor = person("GS-01", (Role.SUPERVISOR, "BTP"))
    for reader in (member("HD-02"), supervisor):
        (told,) = (await house.see(reader, f"/sessions/{session_id}/tally")).json()
        assert told["sha256"] == hashlib.sha256(told["document"].encode()).hexdigest()
        assert told["sha256"] == closed["votes"][0]["outcome"]["tally_hash"]
    counted = json.loads(told["document"])
    assert sum(ballot["choice"] == "yes" for ballot in counted["ballots"]) == counted["totals"]["yes"] == 7
    assert counted["participation"] == [ref for ref in MEMBERS if ref != "HD-03"]
    assert [ballot["id"] for ballot in counted["ballots"]] == sorted(ballot["id"] for ballot in counted["ballots"])
    assert code_of(await house.see(DIRECTOR, f"/sessions/{session_id}/tally")) == (403, "ROLE_MISSING")


async def test_minutes_are_made_once_and_read_by_those_who_judge(house: House) -> None:
    session_id = await house.voting()
    path = f"/sessions/{session_id}"
    assert code_of(await house.act(SECRETARY, f"{path}/minute")) == (409, "NOT_CLOSED")
    for ref in MEMBERS:
        await house.ballot(ref, session_id)
    await house.done(CHAIR, f"{path}/close-voting")
    assert code_of(await house.see(OFFICER_BTP, f"{path}/minutes")) == (409, "MINUTES_MISSING")
    assert (await house.done(SECRETARY, f"{path}/minute"))["state"] == "minuted"
    assert code_of(await house.act(SECRETARY, f"{path}/minute")) == (409, "MINUTES_MADE")
    for reader in (OFFICER_BTP, member("HD-02"), person("BT-01", (Role.GRANTOR, "BTP"))):
        told = (await house.see(reader, f"{path}/minutes")).json()
        assert told["sha256"] == hashlib.sha256(told["document"].encode()).hexdigest()
    assert code_of(await house.see(OFFICER, f"{path}/minutes")) == (403, "OUT_OF_SCOPE")
