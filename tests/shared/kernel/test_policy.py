import pytest

from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import OF_ONES_OWN, ONLY_ONES_OWN, POLICY, PUBLIC, may, permit, permit_somewhere, scope

HEAD = Actor("PGD-HP-02", (Grant(Role.UNIT_HEAD, "STP-HP"),))


def test_a_role_reaches_its_unit_and_all_below_but_nothing_beside() -> None:
    permit(HEAD, "nomination.submit", ("UB-HP", "STP-HP"))
    permit(HEAD, "nomination.submit", ("UB-HP", "STP-HP", "P-1"))
    for path in (("UB-HP",), ("BTP", "THADS-HP"), ()):
        with pytest.raises(ForbiddenError) as refused:
            permit(HEAD, "nomination.submit", path)
        assert refused.value.reason == "OUT_OF_SCOPE"


def test_an_action_that_the_table_does_not_name_is_denied() -> None:
    with pytest.raises(ForbiddenError):
        permit(HEAD, "nomination.abolish", ("UB-HP", "STP-HP"))


def test_a_person_without_any_fitting_role_is_told_so() -> None:
    permit_somewhere(HEAD, "nomination.submit")
    permit_somewhere(HEAD, PUBLIC)
    with pytest.raises(ForbiddenError) as refused:
        permit_somewhere(HEAD, "decision.send_back")
    assert refused.value.reason == "ROLE_MISSING"


@pytest.mark.parametrize("action", sorted(POLICY))
def test_what_is_ones_own_is_reached_from_another_unit_by_few_acts_and_with_the_role_alone(action: str) -> None:
    role = next(iter(sorted(POLICY[action])))
    elsewhere, nobody = Actor("CB-0611", (Grant(role, "THADS-HP"),)), Actor("CB-0611")
    place = ("UB-HP", "STP-HP")
    assert may(elsewhere, action, place, ("CB-0611",)) is (action in OF_ONES_OWN)
    assert not may(elsewhere, action, place, ("CB-0412",))
    assert not may(nobody, action, place, ("CB-0611",))


@pytest.mark.parametrize("action", sorted(ONLY_ONES_OWN))
def test_what_is_for_its_owner_alone_needs_the_role_at_the_place_too(action: str) -> None:
    client, place = Actor("HT-HP", (Grant(Role.INTEGRATOR, "STP-HP"),)), ("UB-HP", "STP-HP")
    assert may(client, action, place, ("HT-HP",))
    assert not may(client, action, place, ("HT-KHAC",))
    assert not may(client, action, place)
    assert not may(client, action, ("THADS-HP",), ("HT-HP",))
    assert may(system("notifications"), action, place, ("HT-HP",))


def test_a_scope_is_the_places_of_the_fitting_roles_and_everything_for_a_service() -> None:
    assert scope(HEAD, "nomination.read") == frozenset({"STP-HP"})
    assert scope(HEAD, "decision.send_back") == frozenset()
    assert scope(system("reviews"), "nomination.read") is None


def test_a_supervisor_changes_no_file() -> None:
    changing = [action for action in POLICY if not action.endswith(".read")]
    assert {action.partition(".")[0] for action in changing if Role.SUPERVISOR in POLICY[action]} == {
        "finding",
        "complaint",
        "recipient",
        "preference",
    }


def test_who_leads_a_cluster_reads_figures_and_what_everybody_reads() -> None:
    own = {action for action, roles in POLICY.items() if Role.CLUSTER_LEAD in roles and set(roles) != set(Role)}
    assert own == {"metric.read"}
