import string
import unicodedata

import pytest

from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import STATUS_VI, said, sentence_vi, status_of, way_out_vi


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_reads_well_with_and_without_its_parameters(code: str) -> None:
    reason = REASONS[code]
    names = {
        name
        for text in (reason.sentence_vi, reason.sentence_en, reason.way_out_vi, reason.way_out_en)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    for params in ({}, dict.fromkeys(names, "7")):
        words = said(code, params)
        assert (words.sentence_vi, words.way_out_vi) == (sentence_vi(code, params), way_out_vi(code, params))
        for text in (words.sentence_vi, words.sentence_en, words.way_out_vi, words.way_out_en):
            assert text.strip()
            assert "{" not in text
            assert text == unicodedata.normalize("NFC", text)


def test_every_state_has_one_word() -> None:
    assert status_of("in_review") == "received"
    assert status_of("merged") == "withdrawn"
    assert {status_of(word) for word in STATUS_VI} == set(STATUS_VI)
    with pytest.raises(KeyError):
        status_of("lost")
