"""Whole numbers as people type them."""

import pytest

from services.console.pages.numbers import number_of


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("07", 7), ("٣", 3), ("9" * 15, 10**15 - 1)])
def test_digits_are_the_number_that_they_write(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "1_0", "²", "một", "1\n", "9" * 16, "9" * 5_000])
def test_anything_else_is_no_number(text: str) -> None:
    assert number_of(text) is None
