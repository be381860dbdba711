from dataclasses import replace

import pytest

from services.reviews.domain.decision import NotTheGrantorError, NumberTakenError, RowsNotReservedError
from shared.contracts.awards import DecisionSigned
from shared.kernel.actor import Role
from shared.kernel.errors import ForbiddenError
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, MINISTER, NOW, TODAY, facts, news, person, wish


async def test_the_grantor_signs_the_rows_that_stand(desk: Desk) -> None:
    first, other = [await desk.appraised(facts(n)) for n in (1, 3)]
    await desk.reserved(await desk.drafted(first))
    twin = await desk.appraised(facts(2, deed_id=facts(1)["deed_id"]))
    # The twin gets into the draft before its deed is known to be rewarded.
    award = desk.memory.awards.documents.popitem()
    decision_id = await desk.drafted(twin, other, number="13/QĐ-STP")
    desk.memory.awards.documents[award[0]] = award[1]
    await desk.reserved(decision_id)
    await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))
    event = desk.last(DecisionSigned)
    assert event.case_ids == (other,)
    assert (event.decided_on, event.signed_at, event.signer_ref) == (TODAY, NOW, "GD-HP-01")


async def test_no_draft_is_signed_before_its_claims_are_held(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    with pytest.raises(RowsNotReservedError):
        await desk.do.decision.sign(decision_id, wish(DIRECTOR, "decision.sign"))


async def test_only_the_grantor_of_the_unit_signs(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    await desk.reserved(decision_id)
    above = person("CT-HP", (Role.GRANTOR, "UB-HP"))
    with pytest.raises(NotTheGrantorError):
        await desk.do.decision.sign(decision_id, wish(above, "decision.sign"))
    with pytest.raises(ForbiddenError):
        await desk.do.decision.sign(decision_id, wish(MINISTER, "decision.sign"))


@pytest.mark.parametrize("ref", ["TD-01", "CB-0412", "CB-0077"])
async def test_nobody_signs_what_he_appraised_or_an_award_for_an_own_deed(desk: Desk, ref: str) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts(contributor_refs=("CB-0412", "CB-0077"))))
    await desk.reserved(decision_id)
    also = person(ref, (Role.GRANTOR, "STP-HP"))
    with pytest.raises(RoleSeparationError):
        await desk.do.decision.sign(decision_id, wish(also, "decision.sign"))


async def test_a_draft_of_last_year_cannot_take_a_number_of_this_one(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    late, taken = await desk.drafted(cases[0]), await desk.drafted(cases[1], number="13/QĐ-STP")
    await desk.reserved(late)
    number = replace(await desk.decision(taken), number="12/QĐ-STP", year=2027)
    await desk.homes.decisions.save(number, emits=(), because_of=news())
    desk.at = desk.at.replace(year=2027)
    with pytest.raises(NumberTakenError):
        await desk.do.decision.sign(late, wish(DIRECTOR, "decision.sign"))
