"""A nominations service behind real HTTP and a real store, with a settable day, for tests of its doors."""

import hashlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from services.nominations.adapters.mongo.aggregates import MongoDeeds, MongoNominations
from services.nominations.adapters.mongo.award_history import MongoAwardHistory
from services.nominations.adapters.mongo.indexes import INDEXES
from services.nominations.adapters.mongo.organisation import MongoOrganisation
from services.nominations.adapters.mongo.views import MongoViews
from services.nominations.api.routes import build_api
from services.nominations.usecases import Ports, UseCases, build_use_cases
from shared.kernel.clock import Clock
from shared.runtime.blobs import Blobs
from shared.runtime.datafiles import load_calendar, load_rulepacks
from shared.runtime.store.client import MongoStore
from shared.runtime.web.application import build_web
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

PEOPLE = {
    "LOADER": [("integrator", "UB-HP"), ("integrator", "BTP")],
    "PGD-HP-02": [("unit_head", "STP-HP"), ("proposer", "STP-HP")],
    "GD-HP-01": [("unit_head", "STP-HP"), ("grantor", "STP-HP")],
    "TD-01": [("emulation_officer", "STP-HP")],
    "TD-02": [("emulation_officer", "THADS-HP")],
    "PCT-HP-THA": [("unit_head", "THADS-HP"), ("proposer", "THADS-HP")],
}
PROOF = "Danh sách 37 hộ".encode()
SHA = hashlib.sha256(PROOF).hexdigest()


@dataclass
class Office:
    """People act through HTTP; each act gets a fresh idempotency key unless one is given."""

    client: httpx.AsyncClient
    issuer: Issuer
    store: MongoStore
    use_cases: UseCases
    _keys: Any

    async def act(self, person: str, path: str, body: object = None, *, key: str | None = None) -> httpx.Response:
        headers = self.issuer.bearer(person, PEOPLE[person])
        headers["Idempotency-Key"] = key or f"k-{next(self._keys)}"
        return await self.client.post(path, json={} if body is None else body, headers=headers)

    async def done(self, person: str, path: str, body: object = None, *, key: str | None = None) -> dict[str, Any]:
        answer = await self.act(person, path, body, key=key)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def see(self, person: str, path: str) -> httpx.Response:
        return await self.client.get(path, headers=self.issuer.bearer(person, PEOPLE[person]))

    async def upload(self, person: str, data: bytes = PROOF, *, sha256: str | None = None) -> httpx.Response:
        headers = self.issuer.bearer(person, PEOPLE[person])
        asked = {"name": "danh_sach_37_ho.pdf", "sha256": sha256 or hashlib.sha256(data).hexdigest()}
        return await self.client.post("/evidence", params=asked, content=data, headers=headers)

    async def deed(self, person: str = "PGD-HP-02", **changes: object) -> dict[str, Any]:
        body: dict[str, object] = {
            "unit_id": "STP-HP",
            "title_vi": "Cấp trích lục cho 37 hộ bị sạt lở",
            "story_vi": "Trực ngoài giờ, đăng ký khai tử và cấp trích lục trong 2 ngày.",
            "field": "ho_tich",
            "occurred_from": "2026-10-03",
            "occurred_to": "2026-10-03",
            "known_on": "2026-10-03",
            "results": [{"indicator": "số hộ", "value": "37", "unit": "hộ", "source": "UBND xã"}],
            "contributors": [{"subject_ref": "CB-0412", "share": 100}],
        }
        return await self.done(person, "/deeds", body | changes)

    def proposal(self, deed_id: str, **changes: object) -> dict[str, object]:
        return {
            "subject_ref": "CB-0412",
            "type": "ad_hoc",
            "form_code": "GIAY_KHEN_SO",
            "deed_id": deed_id,
            "citation_vi": "Đã có thành tích đột xuất giúp 37 hộ dân vùng sạt lở",
            "achievement_report": "Báo cáo thành tích.",
            "evidence": [{"sha256": SHA, "name": "danh_sach_37_ho.pdf", "kind": "list"}],
        } | changes

    async def submitted(self, **changes: object) -> dict[str, Any]:
        await self.upload("PGD-HP-02")
        deed = await self.deed()
        drafted = await self.done("PGD-HP-02", "/nominations", self.proposal(deed["id"], **changes))
        return await self.done("PGD-HP-02", f"/nominations/{drafted['id']}/submit")

    async def load_world(self) -> None:
        for code, kind, parent in (("BTP", "MINISTRY", None), ("UB-HP", "PROVINCE_COMMITTEE", None)):
            await self.done("LOADER", "/units", {"code": code, "kind": kind, "name_vi": code, "parent": parent})
        for code, kind, parent in (("STP-HP", "STP", "UB-HP"), ("THADS-HP", "THADS", "BTP")):
            await self.done("LOADER", "/units", {"code": code, "kind": kind, "name_vi": code, "parent": parent})
        for ref, name, unit in (
            ("CB-0412", "Nguyễn Thị Hạnh", "STP-HP"),
            ("GD-HP-01", "Bùi Hữu Nghĩa", "STP-HP"),
            ("CB-0611", "Võ Thị Ngọc Ánh", "THADS-HP"),
        ):
            body = {"ref": ref, "kind": "individual", "name_vi": name, "work_role": "direct", "unit": unit}
            await self.done("LOADER", "/subjects", body)


class Day:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@asynccontextmanager
async def open_office(mongodb_url: str, namespace: str, files: Path, clock: Clock) -> AsyncIterator[Office]:
    """An office with a small world in it."""
    store = MongoStore(mongodb_url, f"{namespace}_nominations", clock=clock)
    await store.open()
    await store.ensure_indexes(INDEXES)
    blobs = Blobs(files)
    use_cases = build_use_cases(
        Ports(
            MongoNominations(store),
            MongoDeeds(store),
            MongoOrganisation(store),
            MongoAwardHistory(store),
            blobs,
            MongoViews(store),
            load_rulepacks(),
            load_calendar(),
            clock,
        )
    )
    await store.ensure_indexes(INDEXES)
    issuer = Issuer()
    app = build_web(build_api(use_cases, blobs), title="nominations", tokens=issuer.tokens("nominations"))
    async with serving(app) as client:
        office = Office(client, issuer, store, use_cases, itertools.count())
        await office.load_world()
        yield office
    await store.close()
