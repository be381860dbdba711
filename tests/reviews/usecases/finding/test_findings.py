from datetime import timedelta
from uuid import UUID

import pytest

from services.reviews.domain.finding import About, FindingKind
from shared.contracts.supervision import FindingAssigned, FindingRaised, FindingReopened, FindingVerified
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.separations import RoleSeparationError
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, TODAY, facts, full_facts, person, wish

SUPERVISOR = person("GS-01", (Role.SUPERVISOR, "UB-HP"))
NAME = "Bà Hạnh chưa ký biên bản"


async def raised(desk: Desk) -> UUID:
    case_id = await desk.admitted(facts())
    cause = wish(SUPERVISOR, "finding.raise_finding")
    await desk.do.finding.raise_finding(FindingKind.RULE_BREACH, About.CASE, case_id, NAME, cause)
    return desk.last(FindingRaised).finding_id


async def test_a_finding_goes_from_its_discovery_to_the_proof(desk: Desk) -> None:
    finding_id, do, due_on = await raised(desk), desk.do.finding, TODAY + timedelta(days=7)
    await do.assign(finding_id, "GD-HP-01", due_on, wish(SUPERVISOR, "finding.assign"))
    assert (desk.last(FindingAssigned).owner_ref, desk.last(FindingAssigned).due_on) == ("GD-HP-01", due_on)
    await do.remedy(finding_id, NAME, wish(DIRECTOR, "finding.remedy"))
    await do.reopen(finding_id, NAME, due_on, wish(SUPERVISOR, "finding.reopen"))
    assert desk.last(FindingReopened).due_on == due_on
    await do.remedy(finding_id, NAME, wish(DIRECTOR, "finding.remedy"))
    await do.verify(finding_id, wish(SUPERVISOR, "finding.verify"))
    assert desk.last(FindingVerified).owner_ref == "GD-HP-01"


async def test_nobody_verifies_the_own_remedy_or_judges_an_own_award(desk: Desk) -> None:
    finding_id, do = await raised(desk), desk.do.finding
    both = person("GS-01", (Role.SUPERVISOR, "UB-HP"), (Role.UNIT_HEAD, "STP-HP"))
    await do.assign(finding_id, "GS-01", TODAY, wish(SUPERVISOR, "finding.assign"))
    await do.remedy(finding_id, NAME, wish(both, "finding.remedy"))
    with pytest.raises(RoleSeparationError):
        await do.verify(finding_id, wish(both, "finding.verify"))
    gains = person("CB-0412", (Role.SUPERVISOR, "UB-HP"))
    with pytest.raises(RoleSeparationError):
        await do.verify(finding_id, wish(gains, "finding.verify"))
    cause = wish(gains, "finding.raise_finding")
    with pytest.raises(RoleSeparationError):
        await do.raise_finding(FindingKind.RULE_BREACH, About.CASE, facts()["nomination_id"], NAME, cause)


async def test_what_was_said_stays_here(desk: Desk) -> None:
    await test_a_finding_goes_from_its_discovery_to_the_proof(desk)
    assert [event for event in desk.memory.told if "Hạnh" in event.model_dump_json()] == []


async def test_a_repeat_raises_one_finding(desk: Desk) -> None:
    case_id, cause = await desk.admitted(facts()), wish(SUPERVISOR, "finding.raise_finding", "once")
    act = desk.do.finding.raise_finding
    await act(FindingKind.RULE_BREACH, About.CASE, case_id, NAME, cause)
    with pytest.raises(AlreadyHandledError):
        await act(FindingKind.RULE_BREACH, About.CASE, case_id, NAME, cause)


async def test_supervision_ends_at_the_own_units_and_what_is_not_there_looks_the_same(desk: Desk) -> None:
    others = await desk.admitted(full_facts())
    for about, about_id in ((About.CASE, others), (About.CASE, id_from("x")), (About.AWARD, id_from("x"))):
        cause = wish(SUPERVISOR, "finding.raise_finding")
        with pytest.raises(ForbiddenError):
            await desk.do.finding.raise_finding(FindingKind.FORMALISM, about, about_id, NAME, cause)
    stranger = person("GS-02", (Role.SUPERVISOR, "BTP"))
    finding_id = await raised(desk)
    with pytest.raises(ForbiddenError):
        await desk.do.finding.assign(finding_id, "GD-HP-01", TODAY, wish(stranger, "finding.assign"))
