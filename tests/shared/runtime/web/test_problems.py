import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import Query
from pydantic import BaseModel, Field

from shared.kernel.errors import (
    AlreadyExistsError,
    AlreadyHandledError,
    CauseReusedError,
    ConflictError,
    ForbiddenError,
    OutdatedError,
    RefusedError,
    StaleError,
    TakenError,
    TooLargeError,
    UnavailableError,
)
from shared.kernel.policy import PUBLIC
from shared.runtime.web.application import build_web
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import door, doors
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

SECRET = "mật khẩu là 12345"

ERRORS: dict[str, tuple[Exception, int, str]] = {
    "refused": (RefusedError("EVIDENCE_MISSING"), 422, "EVIDENCE_MISSING"),
    "future": (RefusedError("DATE_IN_FUTURE", field="occurred_on"), 422, "DATE_IN_FUTURE"),
    "wordless": (RefusedError("NO_SUCH_WORD"), 422, "NO_SUCH_WORD"),
    "forbidden": (ForbiddenError(), 403, "OUT_OF_SCOPE"),
    "conflict": (ConflictError(state="withdrawn"), 409, "STATE_CHANGED"),
    "reused": (CauseReusedError(), 422, "IDEMPOTENCY_KEY_REUSED"),
    "large": (TooLargeError(), 413, "TOO_LARGE"),
    "stale": (StaleError(), 409, "changed_by_another"),
    "outdated": (OutdatedError(), 412, "outdated"),
    "taken": (TakenError("one_award_per_deed"), 409, "taken"),
    "exists": (AlreadyExistsError(), 409, "already_exists"),
    "unavailable": (UnavailableError("mongodb://user:secret@db"), 503, "unavailable"),
    "unforeseen": (RuntimeError(SECRET), 500, "internal"),
}


class Share(Body):
    subject: str = Field(min_length=2, max_length=5)
    percent: int = Field(ge=1, le=100)


class DeedBody(Body):
    title: str
    occurred_on: date
    unit: UUID | None = None
    is_measured: bool = False
    shares: list[Share] = Field(default_factory=list, max_length=2)


class Echo(BaseModel):
    title: str


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    api = doors()

    @api.get("/errors/{name}", **door(PUBLIC))
    async def fail(name: str) -> None:
        raise ERRORS[name][0]

    @api.get("/handled", **door(PUBLIC))
    async def handled() -> None:
        raise AlreadyHandledError

    @api.post("/deeds", **door(PUBLIC))
    async def register(body: DeedBody) -> Echo:
        return Echo(title=body.title)

    @api.get("/deeds/{deed_id}", **door(PUBLIC))
    async def show(deed_id: UUID, limit: Annotated[int, Query(le=200)] = 50) -> dict[str, int]:
        return {str(deed_id): limit}

    @api.get("/lies", **door(PUBLIC))
    async def lie() -> Echo:
        return {"title": {"a": SECRET}}  # type: ignore[return-value]

    async with serving(build_web(api, tokens=Issuer().tokens("nominations"))) as client:
        yield client


def checked(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """What every problem has, whatever it is about."""
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = reply.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == "urn:kipthoi:problem:" + code.lower().replace("_", "-")
    assert all(problem[name] for name in ("title", "detail", "detail_en", "way_out_vi", "way_out_en"))
    assert not {"None", "Traceback"} & set(reply.text.split())
    return problem


@pytest.mark.parametrize("name", sorted(ERRORS))
async def test_each_row_of_the_error_table(client: httpx.AsyncClient, name: str) -> None:
    _, status, code = ERRORS[name]
    checked(await client.get(f"/errors/{name}"), status, code)


async def test_a_refusal_is_said_in_vietnamese_and_english_with_its_way_out(client: httpx.AsyncClient) -> None:
    problem = checked(await client.get("/errors/refused"), 422, "EVIDENCE_MISSING")
    assert problem["title"] == "Thiếu minh chứng."
    assert problem["detail_en"] == "Evidence is missing. Add the evidence and send the file again."
    assert problem["detail"].endswith(problem["way_out_vi"])
    assert problem["detail_en"].endswith(problem["way_out_en"])


async def test_a_refusal_about_a_field_names_the_field(client: httpx.AsyncClient) -> None:
    problem = checked(await client.get("/errors/future"), 422, "DATE_IN_FUTURE")
    assert [error["path"] for error in problem["errors"]] == ["occurred_on"]
    assert "occurred_on" in problem["title"]


async def test_unavailable_says_when_to_come_back_and_not_what_is_broken(client: httpx.AsyncClient) -> None:
    reply = await client.get("/errors/unavailable")
    assert reply.headers["retry-after"] == "5"
    assert "secret" not in reply.text


@pytest.mark.parametrize("path", ["/errors/unforeseen", "/lies"])
async def test_the_unforeseen_gives_a_code_to_quote_and_nothing_else(client: httpx.AsyncClient, path: str) -> None:
    reply = await client.get(path)
    problem = checked(reply, 500, "internal")
    assert reply.headers["x-request-id"] in problem["title"]
    assert reply.headers["x-request-id"] in problem["detail_en"]
    assert "12345" not in reply.text


async def test_a_repeat_that_a_route_forgot_is_still_a_success(client: httpx.AsyncClient) -> None:
    reply = await client.get("/handled")
    assert (reply.status_code, reply.json()) == (200, {"repeated": True})


GOOD = {"title": "Cấp hộ tịch tại nhà", "occurred_on": "2026-11-14"}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"occurred_on": "2026-02-30"}, "occurred_on", "date_invalid"),
        ({"occurred_on": 7.5}, "occurred_on", "date_invalid"),
        ({"occurred_on": None}, "occurred_on", "date_invalid"),
        ({"title": 7}, "title", "text_invalid"),
        ({"title": "\ud800"}, "body", "value_invalid"),
        ({"ghi_chu": "x"}, "ghi_chu", "unknown_field"),
        ({"unit": "STP"}, "unit", "uuid_invalid"),
        ({"is_measured": "maybe"}, "is_measured", "boolean_invalid"),
        ({"shares": {}}, "shares", "list_invalid"),
        ({"shares": [{"subject": "A", "percent": 5}]}, "shares.0.subject", "too_short"),
        ({"shares": [{"subject": "CB-0412", "percent": 5}]}, "shares.0.subject", "too_long"),
        ({"shares": [{"subject": "CB", "percent": 0}]}, "shares.0.percent", "too_small"),
        ({"shares": [{"subject": "CB", "percent": 101}]}, "shares.0.percent", "too_big"),
        ({"shares": [{"subject": "CB", "percent": "x"}]}, "shares.0.percent", "integer_invalid"),
        ({"shares": [{"subject": "CB", "percent": 5, "x": 1}]}, "shares.0.x", "unknown_field"),
        ({"shares": [{"subject": "CB", "percent": 5}] * 3}, "shares", "too_many"),
        ({"shares": ["CB"]}, "shares.0", "object_invalid"),
    ],
)
async def test_a_wrong_field_is_named_by_its_path_in_both_languages(
    client: httpx.AsyncClient, change: dict[str, Any], path: str, code: str
) -> None:
    # Escaped, because a lone surrogate has no other form on the wire.
    body = json.dumps({**GOOD, **change})
    reply = await client.post("/deeds", content=body, headers={"Content-Type": "application/json"})
    problem = checked(reply, 422, "body_invalid")
    (error,) = problem["errors"]
    assert (error["path"], error["code"]) == (path, code)
    assert error["message_vi"]
    assert error["message_en"]
    assert "{" not in error["message_vi"] + error["message_en"]


async def test_all_wrong_fields_are_named_at_once(client: httpx.AsyncClient) -> None:
    problem = checked(await client.post("/deeds", json={"occurred_on": "hôm qua", "x": 1}), 422, "body_invalid")
    assert {error["path"] for error in problem["errors"]} == {"title", "occurred_on", "x"}


async def test_limits_are_said_in_numbers(client: httpx.AsyncClient) -> None:
    long = {**GOOD, "shares": [{"subject": "CB-0412", "percent": 5}]}
    problem = checked(await client.post("/deeds", json=long), 422, "body_invalid")
    assert problem["errors"][0]["message_vi"] == "Dài quá 5 ký tự."


async def test_what_was_sent_is_not_sent_back(client: httpx.AsyncClient) -> None:
    reply = await client.post("/deeds", json={**GOOD, "occurred_on": SECRET, "unit": SECRET})
    assert "12345" not in reply.text


@pytest.mark.parametrize(
    ("body", "where"), [(b"{", "body@1"), (b"xin ch\xc3\xa0o", "body@0"), (b'{"title": }', "body@10")]
)
async def test_a_body_that_is_not_json_is_malformed(client: httpx.AsyncClient, body: bytes, where: str) -> None:
    reply = await client.post("/deeds", content=body, headers={"Content-Type": "application/json"})
    problem = checked(reply, 400, "malformed")
    assert [error["path"] for error in problem["errors"]] == [where]


@pytest.mark.parametrize("body", [b"\xff\xfe\xfd", b"[" * 100_000])
async def test_a_body_that_cannot_be_read_at_all_is_malformed(client: httpx.AsyncClient, body: bytes) -> None:
    checked(await client.post("/deeds", content=body, headers={"Content-Type": "application/json"}), 400, "malformed")


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"x"', b"7"])
async def test_a_body_that_is_no_object_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    reply = await client.post("/deeds", content=body, headers={"Content-Type": "application/json"})
    problem = checked(reply, 422, "body_invalid")
    assert problem["errors"][0]["path"] == "body"


async def test_the_address_and_the_query_are_checked_alike(client: httpx.AsyncClient) -> None:
    problem = checked(await client.get("/deeds/7", params={"limit": 201}), 422, "body_invalid")
    assert {error["path"]: error["code"] for error in problem["errors"]} == {
        "path.deed_id": "uuid_invalid",
        "query.limit": "too_big",
    }


async def test_an_unknown_address_and_a_wrong_method_are_problems_too(client: httpx.AsyncClient) -> None:
    checked(await client.get("/nowhere"), 404, "not_found")
    reply = await client.put("/deeds", json=GOOD)
    checked(reply, 405, "method_not_allowed")
    assert reply.headers["allow"] == "POST"


async def test_a_good_body_arrives_in_one_normal_form(client: httpx.AsyncClient) -> None:
    decomposed = "  Ca\u0302\u0301p ho\u0323\u0302 ti\u0323ch "
    reply = await client.post("/deeds", json={**GOOD, "title": decomposed})
    assert reply.json() == {"title": "Cấp hộ tịch"}
