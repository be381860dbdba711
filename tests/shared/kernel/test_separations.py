import itertools

import pytest

from shared.kernel.actor import Actor, system
from shared.kernel.policy import POLICY
from shared.kernel.separations import SEPARATIONS, RoleSeparationError, Standing, keep_apart

PAIRS = list(itertools.product(sorted(POLICY), Standing))


def is_refused(actor: Actor, action: str, standing: Standing) -> bool:
    try:
        keep_apart(actor, action, {standing: ("CB-0412",)})
    except RoleSeparationError:
        return True
    return False


@pytest.mark.parametrize(("action", "standing"), PAIRS)
def test_each_act_is_refused_to_those_who_already_are_something_else(action: str, standing: Standing) -> None:
    forbidden = standing in SEPARATIONS.get(action, ())
    assert is_refused(Actor("CB-0412"), action, standing) is forbidden
    assert not is_refused(Actor("CB-0413"), action, standing)
    assert not is_refused(system("reviews"), action, standing)


def test_the_three_separations_of_the_domain_stand_in_the_table() -> None:
    assert Standing.PROPOSER in SEPARATIONS["case.appraise"]
    assert Standing.APPRAISER in SEPARATIONS["decision.sign"]
    assert [action for action in SEPARATIONS if Standing.SUBJECT not in SEPARATIONS[action]] == []


def test_every_separated_act_is_one_that_the_policy_knows() -> None:
    assert set(SEPARATIONS) - set(POLICY) == set()
