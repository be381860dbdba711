import pytest

from deploy.standalone.playing.errors import UnknownNameError
from deploy.standalone.playing.references import filled, used_names

SAVED = {"n01": {"id": "abc", "rows": [{"award_id": 7}]}}


def test_a_reference_alone_becomes_the_thing_itself() -> None:
    assert filled({"a": ["${n01.rows.0.award_id}", "${n01.rows}"]}, SAVED) == {"a": [7, [{"award_id": 7}]]}


def test_a_reference_within_a_text_becomes_text() -> None:
    assert filled("deed ${n01.id}:${n01.rows.0.award_id}", SAVED) == "deed abc:7"


@pytest.mark.parametrize("text", ["${other}", "${n01.none}", "${n01.rows.1}", "${n01.id.x}"])
def test_an_unknown_name_or_field_is_told(text: str) -> None:
    with pytest.raises(UnknownNameError):
        filled(text, SAVED)


def test_all_names_in_a_piece_of_a_scenario_are_found() -> None:
    assert set(used_names({"a": ["x ${n01.id}"], "b": {"c": "${n02}"}, "d": 4})) == {"n01", "n02"}
