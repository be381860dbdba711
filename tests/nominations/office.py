"""A nominations service behind real HTTP and a real store, with a settable day, for tests of its doors."""

import hashlib
import itertools
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from services.nominations.adapters.mongo.aggregates import MongoDeeds, MongoNominations, MongoSuggestions
from services.nominations.adapters.mongo.award_history import MongoAwardHistory
from services.nominations.adapters.mongo.exemplars import MongoExemplars, MongoReports
from services.nominations.adapters.mongo.indexes import INDEXES
from services.nominations.adapters.mongo.law import MongoActivatedPacks
from services.nominations.adapters.mongo.organisation import MongoOrganisation
from services.nominations.adapters.mongo.submissions import MongoSubmissions
from services.nominations.adapters.mongo.views import MongoViews
from services.nominations.api.routes import build_api
from services.nominations.usecases import Ports, UseCases, build_use_cases
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.nominations import NominationAccepted
from shared.contracts.parts import LeadTimes
from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.runtime.blobs import Blobs
from shared.runtime.law.loading import SHIPPED, load_rulepacks
from shared.runtime.store.client import MongoStore
from shared.runtime.vault import Vault, new_key
from shared.runtime.web.application import build_web
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

PEOPLE = {
    "LOADER": [("integrator", "UB-HP"), ("integrator", "BTP")],
    "PGD-HP-02": [("unit_head", "STP-HP"), ("proposer", "STP-HP"), ("emulation_officer", "STP-HP")],
    "CB-0533": [("proposer", "STP-HP"), ("peer", "STP-HP")],
    "CB-0611": [("peer", "THADS-HP")],
    "CB-0412": [("proposer", "STP-HP"), ("emulation_officer", "STP-HP")],
    "GD-HP-01": [("unit_head", "STP-HP"), ("grantor", "STP-HP")],
    "TD-01": [("emulation_officer", "STP-HP")],
    "CD-01": [("citizen", "UB-HP"), ("citizen", "BTP")],
    "CD-02": [("citizen", "UB-HP")],
    "TD-99": [("emulation_officer", "UB-HP"), ("emulation_officer", "BTP")],
    "TD-02": [("emulation_officer", "THADS-HP")],
    "PCT-HP-THA": [("unit_head", "THADS-HP"), ("proposer", "THADS-HP")],
}
KEY = new_key()
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

    async def accepted_event(self, nomination_id: str) -> NominationAccepted:
        document = await self.store.rows("nominations").find_one({"_id": uuid.UUID(nomination_id)})
        assert document is not None
        (entry,) = [entry for entry in document["outbox"] if entry["type"] == "nomination.accepted"]
        return NominationAccepted.model_validate_json(bytes(entry["data"]))

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


def award_for(file: dict[str, Any]) -> AwardGranted:
    return AwardGranted(
        unit_id="STP-HP",
        unit_path=("UB-HP", "STP-HP"),
        award_id=id_from("award", file["id"]),
        decision_id=uuid.UUID(int=9),
        case_id=file["id"],
        subject_ref="CB-0412",
        subject_kind="individual",
        subject_label="Bà Nguyễn Thị Hạnh",
        nomination_type="ad_hoc",
        counted_as="ad_hoc",
        form_code="GIAY_KHEN_SO",
        form_name_vi="Giấy khen",
        grantor_unit_id="STP-HP",
        citation_vi="Đã có thành tích",
        number="12/QĐ-STP",
        case_number=file["number"],
        decided_on="2026-10-09",
        decided_at="2026-10-09T01:00:00Z",
        deed_id=file["deed_id"],
        claim="c",
        bonus_vnd=760_000,
        document_sha256="0" * 64,
        pack="FIX-2026/2026-10-01",
        proposer_ref="PGD-HP-02",
        endorser_ref="PGD-HP-02",
        lead_times=LeadTimes(deed_known=0, known_submitted=1, submitted_decided=3, total=4, calendar_days=6),
    )


def revoked_of(granted: AwardGranted) -> AwardRevoked:
    said = {name: value for name, value in granted.model_dump().items() if name in AwardRevoked.model_fields}
    return AwardRevoked(
        **said,
        ground="fraud",
        revoked_on="2026-11-20",
        revocation_number="40/QĐ-STP",
        due_vnd=0,
        object_due=False,
    )


class Day:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@asynccontextmanager
async def open_office(
    mongodb_url: str, namespace: str, files: Path, clock: Clock, data: Path = SHIPPED, *, key: str = KEY
) -> AsyncIterator[Office]:
    """An office with a small world in it, under the law of a folder."""
    store = MongoStore(mongodb_url, f"{namespace}_nominations", clock=clock)
    await store.open()
    await store.ensure_indexes(INDEXES)
    blobs = Blobs(files)
    use_cases = build_use_cases(
        Ports(
            MongoNominations(store),
            MongoDeeds(store),
            MongoSuggestions(store),
            MongoSubmissions(store),
            MongoReports(store),
            MongoExemplars(store),
            MongoOrganisation(store),
            MongoAwardHistory(store),
            MongoActivatedPacks(store),
            blobs,
            Vault(key),
            MongoViews(store),
            load_rulepacks(data),
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
