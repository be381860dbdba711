import string
import unicodedata

import pytest

from shared.kernel.vocabulary import REASONS, STATUS_VI, sentence_en, sentence_vi, status_of, way_out_vi


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_reads_well_with_and_without_its_parameters(code: str) -> None:
    reason = REASONS[code]
    names = {
        name
        for text in (reason.sentence_vi, reason.sentence_en)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    for params in ({}, dict.fromkeys(names, "7")):
        for say in (sentence_vi, sentence_en, way_out_vi):
            text = say(code, params)
            assert text.strip()
            assert "{" not in text
            assert text == unicodedata.normalize("NFC", text)


def test_every_state_has_one_word() -> None:
    assert status_of("in_review") == "received"
    assert status_of("merged") == "withdrawn"
    assert {status_of(word) for word in STATUS_VI} == set(STATUS_VI)
    with pytest.raises(KeyError):
        status_of("lost")
