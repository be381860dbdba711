import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import id_from


@given(st.text(), st.lists(st.text()))
def test_the_same_parts_give_the_same_id_in_every_normal_form(kind: str, parts: list[str]) -> None:
    twins = [unicodedata.normalize("NFD", part) for part in parts]
    assert id_from(kind, *parts) == id_from(kind, *twins)


def test_kinds_and_borders_of_parts_matter() -> None:
    ids = {id_from("a", "b", "c"), id_from("a", "bc"), id_from("b", "a", "c"), id_from("a", "c", "b")}
    assert len(ids) == 4
