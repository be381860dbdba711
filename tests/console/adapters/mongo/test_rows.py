"""A page of rows is read by an index that gives their order: nothing sorts all that match for the few shown."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient

from services.console.adapters.mongo.drafts import DRAFTS, MongoDrafts
from services.console.adapters.mongo.views import CASES, DECISIONS, MEETINGS, MongoCases, MongoDecisions, MongoMeetings
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.driver import CODEC, Client, Database
from tests.console.desk import Desk
from tests.console.story import BEGAN

Ask = Callable[[MongoStore], Awaitable[Any]]
PLACES = ("BTP", "HD-BTP", "THADS-HP")
SHOWN, ALL = 5, 400
ASKED = ("find", "filter", "sort", "projection", "limit")
PATHS = {"unit_path": ["BTP", "THADS-HP"], "grantor_path": ["BTP"], "grantor_unit_id": "BTP"}
FACTS: dict[str, dict[str, Any]] = {
    CASES: {"nomination_state": "in_review", "review_state": "ready", **PATHS},
    MEETINGS: {"council_code": "HD-BTP", "state": "voting_open", **PATHS},
    DECISIONS: {"unit_id": "THADS-HP", "state": "drafted", "case_ids": [], "case_numbers": [], **PATHS},
    DRAFTS: {"owner_ref": "X", "values": {}, "evidence": [], "done": {}},
}
ASKS: dict[str, Ask] = {
    "files": lambda store: MongoCases(store).latest(PLACES, 0, SHOWN),
    "work": lambda store: MongoCases(store).open_in(PLACES, SHOWN),
    "sessions": lambda store: MongoMeetings(store).latest(PLACES, 0, SHOWN),
    "sessions under way": lambda store: MongoMeetings(store).open_in(PLACES, SHOWN),
    "decisions": lambda store: MongoDecisions(store).latest(PLACES, 0, SHOWN),
    "decisions to sign": lambda store: MongoDecisions(store).open_in(PLACES, SHOWN),
    "drafts": lambda store: MongoDrafts(store, now_utc).of("X", 0, SHOWN),
}


def new_id(name: str) -> UUID | str:
    return str(uuid4()) if name == DRAFTS else uuid4()


def ranks(n: int) -> dict[str, Any]:
    """What the lists are ordered by; several rows share an hour."""
    at = BEGAN + timedelta(hours=n // 7)
    return {"order": f"KT-{n:04}", "closes_at": at, "drafted_at": at, "saved_at": at}


@pytest_asyncio.fixture
async def database(desk: Desk, mongodb_url: str) -> AsyncIterator[Database]:
    """The console's own with many rows, past the strict API: it tells which queries came."""
    for name, facts in FACTS.items():
        rows = [{"_id": new_id(name), **facts, **ranks(n)} for n in range(ALL)]
        await desk.service.store.rows(name).insert_many(rows)
    client: Client = AsyncIOMotorClient(mongodb_url)
    database = client.get_database(desk.settings.database("console"), codec_options=CODEC)
    await database.command("profile", 2)
    yield database
    client.close()


@pytest.mark.parametrize("asked", ASKS)
async def test_no_page_makes_the_store_sort(desk: Desk, database: Database, asked: str) -> None:
    rows, total = await ASKS[asked](desk.service.store)
    assert (len(rows), total) == (SHOWN, ALL)
    (sent,) = await database["system.profile"].find({"command.find": {"$exists": True}}).to_list(None)
    find = {part: sent["command"][part] for part in ASKED if part in sent["command"]}
    plan = await database.command("explain", find, verbosity="executionStats")
    assert "SORT" not in stages(plan["queryPlanner"]["winningPlan"])
    assert plan["executionStats"]["totalDocsExamined"] < 10 * SHOWN


def stages(plan: dict[str, Any]) -> set[str]:
    inner = [plan["inputStage"]] if "inputStage" in plan else plan.get("inputStages", [])
    return {plan.get("stage", "")} | {name for each in inner for name in stages(each)}
