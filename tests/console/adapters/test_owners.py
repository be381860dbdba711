"""How the owners are asked: the person's token, one key for all tries, refusals in their own words."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO

import pytest
from starlette.datastructures import UploadFile

from services.console.adapters.owners import HttpOwners
from services.console.usecases.ports import Complaint, OwnerDownError, OwnerRefusedError, SignIn
from shared.kernel.actor import Actor
from tests.console.owner import standing_in

WHO = SignIn("id", Actor("TD-01"), "Hồ Bích Liên", "their-token", "csrf", datetime(2030, 1, 1, tzinfo=UTC))
AWAY = (503, {"code": "unavailable"})


async def test_an_owner_that_was_away_for_a_moment_gets_the_same_command_again() -> None:
    async with standing_in() as owner:
        owner.answers["POST /cases/1/appraise"] = [AWAY, AWAY, (200, {"seq": 3})]
        owners = HttpOwners({"reviews": owner.address})
        assert await owners.act(WHO, "reviews/cases/1/appraise", {"verdict": "meets"}, "k-1") == {"seq": 3}
        await owners.close()
    assert [(one.key, one.token) for one in owner.asked] == [("k-1", "Bearer their-token")] * 3


async def test_an_owner_that_stays_away_is_down_after_three_tries() -> None:
    async with standing_in() as owner:
        owner.answers["POST /cases/1/appraise"] = AWAY
        owners = HttpOwners({"reviews": owner.address, "nominations": "http://127.0.0.1:1"})
        with pytest.raises(OwnerDownError):
            await owners.act(WHO, "reviews/cases/1/appraise", {}, "k-1")
        with pytest.raises(OwnerDownError):
            await owners.ask(WHO, "nominations/units")
        await owners.close()
    assert len(owner.asked) == 3


async def test_a_refusal_keeps_the_owners_words() -> None:
    problem = {
        "title": "Thiếu minh chứng.",
        "way_out_vi": "Bổ sung minh chứng rồi gửi lại.",
        "code": "EVIDENCE_MISSING",
        "errors": [{"path": "evidence", "message_vi": "Chưa có tệp.", "way_out_vi": "Thêm tệp."}, "odd"],
    }
    async with standing_in() as owner:
        owner.answers["POST /nominations/1/accept"] = (422, problem)
        owners = HttpOwners({"nominations": owner.address})
        with pytest.raises(OwnerRefusedError) as refused:
            await owners.act(WHO, "nominations/nominations/1/accept", {}, "k-1")
        await owners.close()
    error = refused.value
    assert (error.status, error.code, error.sentence) == (422, "EVIDENCE_MISSING", "Thiếu minh chứng.")
    assert error.way_out == "Bổ sung minh chứng rồi gửi lại."
    assert error.complaints == (Complaint("evidence", "Chưa có tệp. Thêm tệp."),)
    assert len(owner.asked) == 1, "a refusal is an answer, not a failure"


async def test_evidence_is_announced_by_its_hash() -> None:
    async with standing_in() as owner:
        owner.answers["POST /evidence"] = (201, {"sha256": "x", "name": "ảnh.jpg", "kind": "document"})
        owners = HttpOwners({"nominations": owner.address})
        await owners.store(WHO, "ảnh & bản đồ.jpg", "document", UploadFile(BytesIO(b"bytes")), "k-1")
        await owners.close()
    (one,) = owner.asked
    assert one.query == {
        "name": "ảnh & bản đồ.jpg",
        "kind": "document",
        "sha256": "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9",
    }
    assert one.body == b"bytes"


@dataclass
class Measured:
    """A file of zeros that remembers how much of it was asked for at once."""

    left: int
    size: int
    asked: list[int] = field(default_factory=list)

    async def read(self, size: int = -1, /) -> bytes:
        self.asked.append(size)
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        return bytes(given)

    async def seek(self, offset: int, /) -> None:
        self.left = self.size - offset


async def test_evidence_is_passed_on_part_by_part_and_never_held_whole() -> None:
    size = 20 * 1024 * 1024
    file = Measured(size, size)
    async with standing_in() as owner:
        owner.answers["POST /evidence"] = (201, {})
        owners = HttpOwners({"nominations": owner.address})
        await owners.store(WHO, "lớn.pdf", "document", file, "k-1")
        await owners.close()
    (one,) = owner.asked
    assert 0 < min(file.asked) <= max(file.asked) <= 64 * 1024
    assert len(one.body) == size
    assert one.query["sha256"] == hashlib.sha256(bytes(size)).hexdigest()


@pytest.mark.parametrize("number", ["../units", "a?b=c", "a#b", "a/../../units"])
async def test_an_id_cannot_lead_to_another_address(number: str) -> None:
    async with standing_in() as owner:
        owners = HttpOwners({"reviews": owner.address})
        with pytest.raises(OwnerRefusedError):
            await owners.ask(WHO, f"reviews/cases/{number}")
        await owners.close()
    assert all(one.path.startswith("/cases/") for one in owner.asked)
