from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from shared.contracts.awards import AwardBonusPaid, AwardRecovered, AwardReserved, AwardRevoked
from shared.kernel.actor import Actor, Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.revocation import RevocationGround
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, MINISTER, OFFICER, OFFICER_BTP, facts, person, wish

BONUS = 760_000
FRAUD = RevocationGround.FRAUD


async def revoked(desk: Desk) -> UUID:
    award_id, do = await desk.published(facts()), desk.do.award
    await do.pay(award_id, None, wish(OFFICER, "award.pay"))
    await do.revoke(award_id, FRAUD, "40/QĐ-STP", "Khai khống", wish(DIRECTOR, "award.revoke"))
    return award_id


async def test_a_revocation_is_told_with_what_is_due_but_not_why(desk: Desk) -> None:
    await revoked(desk)
    paid, told = desk.last(AwardBonusPaid), desk.last(AwardRevoked)
    assert (paid.bonus_vnd, told.due_vnd, told.object_due, told.ground) == (BONUS, BONUS, False, "fraud")
    assert "Khai khống" not in told.model_dump_json()


async def test_the_deed_of_a_revoked_award_can_be_commended_again(desk: Desk) -> None:
    award_id = await revoked(desk)
    deed = {name: facts()[name] for name in ("deed_id", "subject_ref")}
    again = await desk.drafted(await desk.appraised(facts(2, **deed)), number="13/QĐ-STP")
    await desk.reserved(again)
    first, second = desk.told(AwardReserved)
    assert (first.award_id, second.decision_id) == (award_id, again)


async def test_what_comes_back_is_counted_until_it_is_all(desk: Desk) -> None:
    award_id, recover = await revoked(desk), desk.do.award.recover
    cause = wish(OFFICER, "award.recover", "once")
    await recover(award_id, 260_000, cause, object_returned=False)
    with pytest.raises(AlreadyHandledError):
        await recover(award_id, 260_000, cause, object_returned=False)
    await recover(award_id, 500_000, wish(OFFICER, "award.recover"), object_returned=False)
    assert [(one.recovered_vnd, one.next_state) for one in desk.told(AwardRecovered)] == [
        (260_000, "revoked"),
        (BONUS, "recovered"),
    ]


def _acts(desk: Desk) -> dict[str, Callable[[UUID, Actor], Awaitable[None]]]:
    do = desk.do.award
    return {
        "pay": lambda award_id, actor: do.pay(award_id, None, wish(actor, "award.pay")),
        "revoke": lambda award_id, actor: do.revoke(award_id, FRAUD, "1", "r", wish(actor, "award.revoke")),
        "recover": lambda award_id, actor: do.recover(award_id, 1, wish(actor, "award.recover"), object_returned=False),
    }


@pytest.mark.parametrize("act", ["pay", "revoke", "recover"])
async def test_only_the_grantors_side_acts_and_nobody_on_the_own_award(desk: Desk, act: str) -> None:
    award_id = await desk.published(facts(unit_id="P-1", unit_path=("UB-HP", "STP-HP", "P-1")))
    below = person("X", (Role.EMULATION_OFFICER, "P-1"), (Role.GRANTOR, "P-1"))
    above = person("Y", (Role.GRANTOR, "UB-HP"))
    for stranger in (OFFICER_BTP, MINISTER, below, above):
        with pytest.raises(ForbiddenError):
            await _acts(desk)[act](award_id, stranger)
    own = person("CB-0412", (Role.EMULATION_OFFICER, "STP-HP"), (Role.GRANTOR, "STP-HP"))
    with pytest.raises(RoleSeparationError):
        await _acts(desk)[act](award_id, own)
