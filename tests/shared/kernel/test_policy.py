import pytest

from shared.kernel.actor import Actor, Grant, Role, system
from shared.kernel.errors import ForbiddenError
from shared.kernel.policy import POLICY, PUBLIC, permit, permit_somewhere, scope

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


def test_a_scope_is_the_places_of_the_fitting_roles_and_everything_for_a_service() -> None:
    assert scope(HEAD, "nomination.read") == frozenset({"STP-HP"})
    assert scope(HEAD, "decision.send_back") == frozenset()
    assert scope(system("reviews"), "nomination.read") is None


def test_a_supervisor_changes_no_file() -> None:
    changing = [action for action in POLICY if not action.endswith(".read")]
    assert {action.partition(".")[0] for action in changing if Role.SUPERVISOR in POLICY[action]} == {
        "finding",
        "complaint",
    }
