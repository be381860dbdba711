import string

import pytest

from services.notifications.domain.texts import TEMPLATES, render
from shared.kernel.reasons import REASONS


def words_of_text(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def words_of(template: str) -> set[str]:
    return words_of_text(TEMPLATES[template].text_vi)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_reads_without_gaps(code: str) -> None:
    text = render("refused", {"number": "KT-2026-0001", "reasons": [{"code": code}]}, named=False)
    assert "{" not in text
    assert "…" not in text
    assert ".." not in text


def test_a_reason_that_is_not_known_points_to_the_file() -> None:
    text = render("refused", {"number": "KT-2026-0001", "reasons": [{"code": "NEW_CODE"}]}, named=False)
    assert text == "Hồ sơ KT-2026-0001 không được khen thưởng: xem lý do trong hồ sơ."


def test_a_name_cannot_be_rendered_unless_it_is_allowed() -> None:
    facts = {"subject_label": "Hạnh", "form_name_vi": "Giấy khen", "number": "1"}
    with pytest.raises(KeyError):
        render("granted", facts, named=False)
    assert render("granted", facts, named=True) == "Hạnh được tặng Giấy khen, quyết định 1."


def test_each_text_is_one_sentence_in_one_line() -> None:
    for key in TEMPLATES:
        text = TEMPLATES[key].text_vi
        assert text.endswith(".")
        assert "\n" not in text
        assert words_of(key)
