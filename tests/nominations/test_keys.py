"""One key, one effect: commands of nominations that arrive again."""

import asyncio
import uuid

from services.nominations.domain.nomination import nomination_id_of
from tests.nominations.office import Office


async def test_a_repeated_command_gives_the_same_answer_and_one_nomination(office: Office) -> None:
    await office.upload("PGD-HP-02")
    deed = await office.deed()
    proposal = office.proposal(deed["id"])
    answers = [await office.act("PGD-HP-02", "/nominations", proposal, key="STP-HP-2026-0311") for _ in range(2)]
    assert answers[0].status_code == answers[1].status_code == 201
    assert answers[0].json() == answers[1].json()
    at_once = await asyncio.gather(
        *(office.act("PGD-HP-02", "/nominations", proposal, key="STP-HP-2026-0312") for _ in range(8))
    )
    assert len({answer.json()["id"] for answer in at_once}) == 1
    assert await office.store.rows("nominations").count_documents({}) == 2
    other = await office.act("PGD-HP-02", "/nominations", proposal | {"citation_vi": "Khác"}, key="STP-HP-2026-0311")
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert other.json()["params"] == {"id": answers[0].json()["id"]}, "it leads to what the first one made"


async def test_a_key_whose_command_was_refused_is_free_for_the_corrected_one(office: Office) -> None:
    deed = await office.deed()
    wrong = office.proposal(deed["id"]) | {"evidence": [{"sha256": "0" * 64, "name": "không có.pdf"}]}
    right = wrong | {"evidence": []}
    assert (await office.act("PGD-HP-02", "/nominations", wrong, key="once")).status_code == 422
    assert (await office.act("PGD-HP-02", "/nominations", right, key="once")).status_code == 201


def test_the_id_of_a_draft_is_known_before_it_is_kept() -> None:
    assert nomination_id_of(uuid.UUID(int=1)) == nomination_id_of(uuid.UUID(int=1))
