from string import Formatter
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from shared.runtime.web.sentences import FIELDS, TECHNICAL

KNOWN = set(get_args(ErrorType))


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_every_sentence_is_for_an_error_that_pydantic_knows(kind: str) -> None:
    assert kind in KNOWN
    assert names(FIELDS[kind].vi) == names(FIELDS[kind].en)


def test_both_languages_take_the_same_parameters() -> None:
    for code, words in TECHNICAL.items():
        assert names(words.vi) == names(words.en), code
        assert code == code.lower()
        assert words.way_out_vi.endswith(".")
