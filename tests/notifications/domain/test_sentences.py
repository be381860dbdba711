"""Every sentence in both languages, as people read it, beside what it was when somebody last looked at it."""

from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import is_normalized, normalize
from uuid import UUID

import pytest

from services.notifications.domain.around import around, why
from services.notifications.domain.english import ENGLISH
from services.notifications.domain.language import Language
from services.notifications.domain.message import Message
from services.notifications.domain.plan import PLAN, plan
from services.notifications.domain.preference import Decision, Level, Setting
from services.notifications.domain.texts import TEMPLATES, render
from shared.kernel.actor import Role
from tests.notifications.domain.test_texts import words_of_text
from tests.notifications.facts import event_of

KEPT = Path(__file__).with_name("sentences.txt")
EVENT = UUID(int=7)
ALWAYS = Decision(Setting.ON, Level.MANDATED)
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"next_state": "ready"},
    {"next_state": "awaiting_decision"},
    {"step": "screen"},
    {"step": "complete"},
    {"step": "decide"},
    {"outcome": "refused"},
    {"outcome": "granted", "reasons": ({"code": "DEED_ALREADY_REWARDED"},)},
    {"office_path": ("THADS-HP",), "grantor_unit_id": "BTP"},
    {"asks": "re_review"},
    {"span": "month"},
    {"was_on": date(2026, 10, 9), "was_place_id": "STP-HP"},
    {"due_vnd": 0, "recovered_vnd": 0},
    {"due_vnd": 7_590_000, "recovered_vnd": 5_000_000},
)
FILE = {"subject_ref": "CB-0412", "proposer_ref": "PCT-HP-THA", "endorser_ref": "TP-05"}


def messages() -> dict[str, Message]:
    found: dict[str, Message] = {}
    for kind in sorted(PLAN):
        for variant in VARIANTS:
            facts = event_of(kind).model_dump() | variant
            for message in plan(kind, EVENT, EVENT, facts, FILE):
                found.setdefault(message.template, message)
    return found


def test_every_sentence_reads_as_it_was_approved() -> None:
    """Who changes a sentence changes it there too: that line is what somebody else reads before it goes out."""
    found = messages()
    assert found.keys() == TEMPLATES.keys()
    shown = "".join(f"{name}\n  {found[name].text_vi}\n  {found[name].text_en}\n" for name in sorted(found))
    assert shown == KEPT.read_text(encoding="utf-8")


def test_both_languages_fill_in_the_same_words() -> None:
    assert ENGLISH.keys() == TEMPLATES.keys()
    for name, template in TEMPLATES.items():
        assert words_of_text(ENGLISH[name]) == words_of_text(template.text_vi)


def test_what_was_typed_in_pieces_is_sent_composed() -> None:
    facts = {"name_vi": normalize("NFD", "Phong trào thi đua"), "window_to": "2026-12-31"}
    text = render("movement", facts, named=False)
    assert is_normalized("NFC", text)
    assert "Phong trào thi đua" in text


@pytest.mark.parametrize("language", list(Language))
def test_each_letter_has_one_line_for_its_subject_one_verb_whom_to_ask_and_why(language: Language) -> None:
    for message in messages().values():
        text = message.text_vi if language is Language.VI else message.text_en
        made = around(message.template, text, message.audience[0], "Chi cục", ALWAYS, language, str)
        for line in (made.subject, made.verb, made.ask, made.why):
            assert line
            assert "\n" not in line


def test_a_reader_is_told_as_whom_and_by_whose_choice() -> None:
    by_unit = Decision(Setting.ON, Level.UNIT, "unit:P-5")
    assert why("role:unit_head@P-5", by_unit, Language.VI, {"P-5": "Phòng 5"}.__getitem__) == (
        "Bạn nhận tin này với tư cách thủ trưởng đơn vị (Phòng 5); đơn vị của bạn đã chọn như vậy."
    )
    assert why("person:CB-0412", ALWAYS, Language.EN, str) == (
        "You get this because it is your own matter; it is mandated and cannot be turned off."
    )
    assert why("all", ALWAYS, Language.VI, str).startswith("Tin này gửi tới mọi người")


@pytest.mark.parametrize("language", list(Language))
def test_a_digest_does_not_say_that_it_is_about_its_reader(language: Language) -> None:
    made = around("digest", "Bản tin", "person:CB-0412", "", Decision(Setting.DIGEST, Level.DEFAULT, ""), language, str)
    assert made.why != why("person:CB-0412", Decision(Setting.DIGEST, Level.DEFAULT, ""), language, str)
    assert made.why.startswith(("Bản tin này gộp các tin", "This brings together"))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_name_for_people(role: Role) -> None:
    assert why(f"role:{role}@P-5", ALWAYS, Language.VI, str) != why(f"role:{role}@P-5", ALWAYS, Language.EN, str)
