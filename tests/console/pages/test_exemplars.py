"""Điển hình: figures are compared before anything is decided; a confirmed one fills the form of a nomination."""

import json
from typing import Any

import pytest

from shared.kernel.actor import Role
from tests.console.desk import Desk, form
from tests.console.owner import standing_in

OFFICER, PROPOSER = (Role.EMULATION_OFFICER, "THADS-HP"), (Role.PROPOSER, "THADS-HP")
ONE = "6f1c1a1e-0000-5000-8000-00000000000b"
TOLD: dict[str, Any] = {
    "id": ONE,
    "state": "detected",
    "number": "DH-2026-0001",
    "subject_ref": "CHV-118",
    "subject_name": "Huỳnh Thanh Sơn",
    "unit_id": "P-THADS-5",
    "period_vi": "quý III/2026",
    "figures": {"value": "64", "target": "49", "baseline": None},
    "source": "THADS-TK",
    "rule_id": "R-THI-HANH-VUOT-CHI-TIEU",
    "pack": "FIX-2026/2026-10-01",
    "confidence": "0.6667",
    "explanation_vi": "64 việc, bằng 131% chỉ tiêu",
    "detected_on": "2026-10-02",
    "decided_on": None,
    "dismissal": None,
    "reason_vi": "",
    "deed": {
        "unit_id": "P-THADS-5",
        "title_vi": "Số việc thi hành xong quý III/2026: 64 việc",
        "story_vi": "64 việc, bằng 131% chỉ tiêu",
        "field": "thi_hanh_an",
        "occurred_from": "2026-07-01",
        "occurred_to": "2026-09-30",
        "known_on": "2026-10-02",
        "results": [{"indicator": "Số việc thi hành xong", "value": "64", "unit": "việc", "source": "THADS-TK"}],
        "contributors": [{"subject_ref": "CHV-118", "share": 100}],
    },
}
PAGE = f"/dien-hinh/{ONE}"


async def test_an_officer_confirms_after_comparing(desk: Desk) -> None:
    async with standing_in() as owner:
        path = f"/exemplars/{ONE}"
        owner.answers = {
            "GET /exemplars": (200, [TOLD]),
            f"GET {path}": (200, TOLD),
            f"POST {path}/confirm": (200, TOLD),
            f"POST {path}/dismiss": (200, TOLD),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-02", OFFICER) as client:
            listed = (await client.get("/dien-hinh")).text
            unchecked = await client.post(f"{PAGE}/xac-nhan", data=form())
            unsaid = await client.post(f"{PAGE}/bo-qua", data=form(vi_sao="other"))
            confirmed = await client.post(f"{PAGE}/xac-nhan", data=form(da_doi_chieu="1"))
            data = form(da_doi_chieu="1", vi_sao="other", ly_do="Trùng kỳ")
            dismissed = await client.post(f"{PAGE}/bo-qua", data=data)
        bodies = [json.loads(one.body) for one in owner.asked if one.method == "POST"]
    assert "Huỳnh Thanh Sơn" in listed
    assert (unchecked.status_code, "Đối chiếu số liệu với nguồn" in unchecked.text) == (422, True)
    assert ("Nêu lý do." in unsaid.text, "Đối chiếu số liệu với nguồn" in unsaid.text) == (True, True)
    assert confirmed.headers["location"] == dismissed.headers["location"] == PAGE
    assert bodies == [
        {"figures_checked": True},
        {"figures_checked": True, "dismissal": "other", "reason_vi": "Trùng kỳ"},
    ]


@pytest.mark.parametrize(
    ("ref", "state", "decides"),
    [("TD-02", "detected", True), ("CHV-118", "detected", False), ("TD-02", "expired", False)],
)
async def test_the_form_is_for_others_than_the_subject_and_while_it_is_open(
    desk: Desk, ref: str, state: str, *, decides: bool
) -> None:
    async with standing_in() as owner:
        owner.answers = {f"GET /exemplars/{ONE}": (200, TOLD | {"state": state})}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by(ref, OFFICER) as client:
            page = (await client.get(PAGE)).text
    assert ("Xác nhận là điển hình" in page) is decides


async def test_an_owners_refusal_is_told_in_its_words(desk: Desk) -> None:
    refusal = {"code": "EXEMPLAR_DECIDED", "title": "Điển hình DH-2026-0001 đã được quyết định trước đó."}
    async with standing_in() as owner:
        path = f"/exemplars/{ONE}"
        owner.answers = {f"GET {path}": (200, TOLD), f"POST {path}/confirm": (409, refusal)}
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("TD-02", OFFICER) as client:
            reply = await client.post(f"{PAGE}/xac-nhan", data=form(da_doi_chieu="1"))
    assert (reply.status_code, "đã được quyết định trước đó" in reply.text) == (409, True)


async def test_a_confirmed_one_fills_the_form_once_and_its_deed_names_it(desk: Desk) -> None:
    subject = {"ref": "CHV-118", "kind": "individual", "name_vi": "Huỳnh Thanh Sơn", "unit_id": "P-THADS-5"}
    shape = {"code": "GIAY_KHEN_THADS", "name_vi": "Giấy khen", "pack": "FIX", "pack_verified": False}
    async with standing_in() as owner:
        owner.answers = {
            f"GET /exemplars/{ONE}": (200, TOLD | {"state": "confirmed"}),
            "GET /subjects": (200, [subject]),
            "GET /forms": (200, [shape]),
            "GET /movements": (200, []),
            "POST /deeds": (201, {"id": ONE}),
            "POST /nominations": (201, {"id": ONE, "number": "KT-2026-0001", "seq": 1, "state": "submitted"}),
        }
        async with desk.asking(nominations_url=owner.address) as at, at.visited_by("PCT", PROPOSER) as client:
            assert "Lập đề nghị khen" in (await client.get(PAGE)).text
            key = form(khoa="6f1c1a1e-0000-4000-8000-00000000000c")
            first = await client.post(f"{PAGE}/de-nghi", data=key)
            again = await client.post(f"{PAGE}/de-nghi", data=key)
            address = first.headers["location"]
            page = (await client.get(address)).text
            draft = address.split("/")[2]
            filled = form(
                khoa=draft,
                doi_tuong="CHV-118",
                hinh_thuc="GIAY_KHEN_THADS",
                dien_hinh=ONE,
                linh_vuc="thi_hanh_an",
                tieu_de="Xong 64 việc",
                viec="Xong 64 việc",
                trich_yeu="Xong 64 việc",
                **{f"{day}_{part}": value for day, parts in DAYS.items() for part, value in parts.items()},
            )
            reviewed = await client.post("/de-nghi", data=filled)
            sent = await client.post(f"/de-nghi/{draft}/gui", data=form())
        deed = next(json.loads(one.body) for one in owner.asked if (one.method, one.path) == ("POST", "/deeds"))
    assert first.headers["location"] == again.headers["location"]
    assert ('value="Số việc thi hành xong quý III/2026: 64 việc"' in page, 'value="CHV-118" selected' in page) == (
        True,
        True,
    )
    assert reviewed.status_code == sent.status_code == 303
    assert sent.headers["location"].startswith("/ho-so/KT-2026-0001")
    assert (deed["exemplar_id"], deed["occurred_to"]) == (ONE, "2026-09-30")


DAYS = {
    "tu_ngay": {"d": "1", "m": "7", "y": "2026"},
    "den_ngay": {"d": "30", "m": "9", "y": "2026"},
    "biet_ngay": {"d": "2", "m": "10", "y": "2026"},
}
