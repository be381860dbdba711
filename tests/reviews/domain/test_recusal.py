from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.recusal import Recused, recusals
from tests.reviews.facts import COUNCIL, MEMBERS, appraised_case, full_facts


def test_a_member_who_heads_the_subjects_unit_is_recused() -> None:
    found = recusals(appraised_case(full_facts()), COUNCIL.member_refs, COUNCIL.related)
    assert found == (Recused("HD-03", "heads_unit"),)


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"unit_id": "P-THADS-5", "unit_path": ("BTP", "THADS-HP", "P-THADS-5")}, "heads_unit"),
        ({"subject_ref": "HD-03"}, "subject"),
        ({"contributor_refs": ("TT-21", "HD-03")}, "contributed"),
        ({"proposer_ref": "HD-03"}, "proposed"),
        ({"endorser_ref": "HD-03"}, "endorsed"),
    ],
)
def test_each_tie_to_a_file_recuses(changes: dict[str, Any], ground: str) -> None:
    related = {"HD-03": "THADS-HP"} if ground == "heads_unit" else {}
    assert recusals(appraised_case(full_facts(**changes)), MEMBERS, related) == (Recused("HD-03", ground),)


def test_the_appraiser_is_recused() -> None:
    assert recusals(appraised_case(full_facts(), "HD-07"), MEMBERS, {}) == (Recused("HD-07", "appraised"),)


@given(headed=st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["BTP", "THADS-HP", "STP-HP", "UB-HP"])))
def test_exactly_those_who_head_a_unit_on_the_path_are_recused(headed: dict[str, str]) -> None:
    found = {recused.member_ref for recused in recusals(appraised_case(full_facts()), MEMBERS, headed)}
    assert found == {member for member, unit in headed.items() if unit in ("BTP", "THADS-HP")}
