import pytest

from services.reviews.domain.council import ChairNotMemberError, Council


def test_members_are_kept_once_and_in_order() -> None:
    council = Council.record("HD", "BTP", "B", ("B", "A", "B"), {"A": "STP-HP"})
    assert council.member_refs == ("A", "B")
    assert council.path == ("HD", "BTP")


@pytest.mark.parametrize(("chair", "related"), [("C", {}), ("A", {"C": "STP-HP"})])
def test_the_chair_and_related_people_are_members(chair: str, related: dict[str, str]) -> None:
    with pytest.raises(ChairNotMemberError):
        Council.record("HD", "BTP", chair, ("A", "B"), related)
