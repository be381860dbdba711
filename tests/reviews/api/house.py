"""Reviews behind HTTP, with its people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx

from services.reviews.api.routes import build_api
from services.reviews.app import homes as mongo_homes
from services.reviews.usecases import UseCases, all_use_cases
from shared.contracts.councils import CouncilConvened
from shared.kernel.actor import Actor
from shared.kernel.clock import now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from shared.runtime.web.application import build_web
from tests.reviews.facts import (
    CHAIR,
    MEMBERS,
    NOW,
    OFFICER_BTP,
    PACKS,
    SAFE,
    SECRETARY,
    facts,
    forwarded,
    full_facts,
    member,
    news,
)
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

CASE_ID: UUID = facts()["nomination_id"]
FULL_ID: UUID = full_facts()["nomination_id"]
COUNCIL = {
    "code": "HD-BTP",
    "unit": "BTP",
    "chair": "HD-01",
    "members": list(MEMBERS),
    "related": {"HD-03": "THADS-HP"},
}
SESSION = {
    "council": "HD-BTP",
    "case_ids": [str(FULL_ID)],
    "closes_at": (NOW + timedelta(days=1)).isoformat(),
}


@dataclass
class Moment:
    """Stands still until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class House:
    """Reviews behind HTTP; each act gets a fresh idempotency key unless one is given."""

    client: httpx.AsyncClient
    issuer: Issuer
    use_cases: UseCases
    store: MongoStore
    keys: Any
    clock: Moment

    def bearer(self, actor: Actor) -> dict[str, str]:
        return self.issuer.bearer(actor.ref, [(grant.role.value, grant.at) for grant in actor.grants])

    async def act(self, actor: Actor, path: str, body: object = None, *, key: str | None = None) -> httpx.Response:
        headers = self.bearer(actor) | {"Idempotency-Key": key or f"k-{next(self.keys)}"}
        return await self.client.post(path, json={} if body is None else body, headers=headers)

    async def done(self, actor: Actor, path: str, body: object = None, *, key: str | None = None) -> dict[str, Any]:
        answer = await self.act(actor, path, body, key=key)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def see(self, actor: Actor, path: str) -> httpx.Response:
        return await self.client.get(path, headers=self.bearer(actor))

    async def admitted(self, data: dict[str, Any]) -> None:
        await self.use_cases.case.admit(forwarded(data), news())

    async def convened(self) -> str:
        await self.admitted(full_facts())
        await self.done(OFFICER_BTP, f"/cases/{FULL_ID}/appraise", {"verdict": "meets"})
        await self.done(OFFICER_BTP, "/councils", COUNCIL)
        session = await self.done(SECRETARY, "/sessions", SESSION)
        await self.use_cases.case.seat(called(session), news())
        return str(session["id"])

    async def voting(self) -> str:
        session_id = await self.convened()
        await self.done(CHAIR, f"/sessions/{session_id}/open-voting")
        return session_id

    async def ballot(self, ref: str, session_id: str, choice: str = "yes", key: str | None = None) -> httpx.Response:
        body = {"case_id": str(FULL_ID), "choice": choice}
        return await self.act(member(ref), f"/sessions/{session_id}/cast", body, key=key)


def called(session: dict[str, Any]) -> CouncilConvened:
    """What the bus says of a session that was called for the case of these tests."""
    said = {name: session[name] for name in ("number", "council_code", "unit_id", "member_refs", "closes_at")}
    about = {
        "session_id": session["id"],
        "unit_path": ("BTP",),
        "case_ids": (FULL_ID,),
        "case_numbers": (),
        "recused": (),
    }
    return CouncilConvened(**said, **about)


@asynccontextmanager
async def open_house(store: MongoStore) -> AsyncIterator[House]:
    ids, clock = count(), Moment()
    use_cases = all_use_cases(
        mongo_homes(store, UnitsView(store, "reviews", now_utc), SAFE), PACKS, lambda: f"{next(ids):032x}", clock
    )
    issuer = Issuer(now_utc)
    app = build_web(build_api(use_cases, clock), title="reviews", tokens=issuer.tokens("reviews"))
    async with serving(app) as client:
        yield House(client, issuer, use_cases, store, count(), clock)
