import pytest
from pydantic import ValidationError

from shared.runtime.web.bodies import DEEPEST, Body, normal


class Inner(Body):
    name: str


class Outer(Body):
    inner: Inner
    tags: tuple[str, ...] = ()


def test_text_becomes_nfc_without_blanks_around_it_at_every_depth() -> None:
    body = Outer.model_validate({"inner": {"name": " A\u0301nh "}, "tags": ["e\u0302\u0301"]})
    assert (body.inner.name, body.tags) == ("Ánh", ("ế",))


def test_an_unknown_field_is_refused_at_every_depth() -> None:
    with pytest.raises(ValidationError) as refused:
        Outer.model_validate({"inner": {"name": "Ánh", "ghi_chu": 1}})
    assert refused.value.errors()[0]["loc"] == ("inner", "ghi_chu")


def test_text_that_no_store_can_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        normal({"a": ["\ud800"]})


def test_a_body_does_not_change() -> None:
    body = Inner(name="Ánh")
    with pytest.raises(ValidationError):
        body.name = "Hạnh"  # type: ignore[misc]


def test_a_value_nested_without_end_is_refused_in_words() -> None:
    deep: object = "x"
    for _ in range(DEEPEST + 1):
        deep = [deep]
    with pytest.raises(ValueError, match="nested too deeply"):
        normal(deep)
