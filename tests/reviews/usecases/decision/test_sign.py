from dataclasses import replace

import pytest

from services.reviews.domain.decision import NotTheGrantorError, NumberTakenError, RowsNotReservedError, SignMode
from services.reviews.domain.delegation import DelegationNotInForceError
from shared.contracts.awards import DecisionSigned, DelegationRecorded
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
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


async def test_a_delegate_signs_from_the_first_day_to_the_last_and_not_once_it_was_ended(desk: Desk) -> None:
    cases = [await desk.appraised(facts(n)) for n in (1, 2)]
    drafts = [await desk.drafted(case_id, number=f"{n}/QĐ-STP") for n, case_id in enumerate(cases, start=1)]
    for decision_id in drafts:
        await desk.reserved(decision_id)
    deputy, do = person("PGD-HP-02", (Role.UNIT_HEAD, "STP-HP")), desk.do
    with pytest.raises(NotTheGrantorError):
        await do.decision.sign(drafts[0], wish(deputy, "decision.sign"))
    with pytest.raises(ForbiddenError):
        await do.queries.decision(drafts[0], deputy)
    days, cause = (TODAY, TODAY), wish(DIRECTOR, "delegation.record", "once")
    delegation_id = await do.delegation.record("STP-HP", "PGD-HP-02", days, "5/UQ-STP", cause)
    with pytest.raises(AlreadyHandledError):
        await do.delegation.record("STP-HP", "PGD-HP-02", days, "5/UQ-STP", cause)
    assert (await do.queries.decision(drafts[0], deputy)).thing.id == drafts[0]
    await do.decision.sign(drafts[0], wish(deputy, "decision.sign"), SignMode.SERVICE)
    event = desk.last(DecisionSigned)
    assert (event.signer_ref, event.sign_mode, event.delegation_id) == ("PGD-HP-02", "service", delegation_id)
    assert desk.last(DelegationRecorded).delegate_ref == "PGD-HP-02"
    await do.delegation.end(delegation_id, wish(DIRECTOR, "delegation.end"))
    with pytest.raises(DelegationNotInForceError):
        await do.decision.sign(drafts[1], wish(deputy, "decision.sign"))
    with pytest.raises(ForbiddenError):
        await do.queries.decision(drafts[1], deputy)


async def test_only_the_grantor_of_the_unit_delegates_and_ends(desk: Desk) -> None:
    delegation_id = await desk.do.delegation.record(
        "STP-HP", "PGD-HP-02", (TODAY, TODAY), "5/UQ-STP", wish(DIRECTOR, "delegation.record")
    )
    for actor in (MINISTER, person("CT-HP", (Role.GRANTOR, "UB-HP"))):
        with pytest.raises(ForbiddenError):
            await desk.do.delegation.record("STP-HP", "X", (TODAY, TODAY), "5/UQ", wish(actor, "delegation.record"))
        with pytest.raises(ForbiddenError):
            await desk.do.delegation.end(delegation_id, wish(actor, "delegation.end"))
    seen = await desk.do.queries.delegations(person("PGD-HP-02"))
    assert [one.thing.id for one in seen] == [delegation_id]
    assert await desk.do.queries.delegations(person("X", (Role.UNIT_HEAD, "STP-HP"))) == []


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
