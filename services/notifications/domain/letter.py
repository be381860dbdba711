"""A letter as it is written: a subject, the message, one link, whom to ask, why one gets it, how to stop it.

Source: the design of notifications, section 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from services.notifications.domain.around import Around
from services.notifications.domain.language import Language

_LONGEST_SUBJECT: Final = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in both forms. `stop_url` is where one click ends further ones; empty for what the law demands."""

    subject: str
    text: str
    html: str
    stop_url: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    stop: str
    confirm: str
    code: str
    code_subject: str


_WORDS: Final[Mapping[Language, _Words]] = {
    Language.VI: _Words(
        stop="Không nhận thư nữa",
        confirm="Đây là thư duy nhất cho đến khi bạn xác nhận mình phụ trách kết nối. Xác nhận",
        code="Mã xác nhận địa chỉ thư của bạn: {code}. Mã có hiệu lực 30 phút. Nếu không yêu cầu, hãy bỏ qua thư này.",
        code_subject="Mã xác nhận Kịp Thời",
    ),
    Language.EN: _Words(
        stop="Get no more letters",
        confirm="This is the only letter until you confirm that you look after the connection. Confirm",
        code="The code that confirms your address: {code}. It is good for 30 minutes. Ignore it if you did not ask.",
        code_subject="Kịp Thời confirmation code",
    ),
}


def letter(
    sentence: str, around: Around, link: str, language: Language, *, stop_url: str = "", confirm_url: str = ""
) -> Letter:
    """The letter of one sentence, or of a digest's lines. It holds links only, never a file."""
    words = _WORDS[language]
    lines = [sentence, f"{around.verb}: {link}", around.ask, around.why]
    said = [_paragraph(line) for line in sentence.split("\n")]
    parts = [*said, _anchor(link, around.verb), _paragraph(around.ask), _paragraph(around.why)]
    for word, url in ((words.confirm, confirm_url), (words.stop, stop_url)):
        if url:
            lines.append(f"{word}: {url}")
            parts.append(_anchor(url, word))
    return Letter(_subject(around.subject), "\n\n".join(lines) + "\n", _page(parts, language), stop_url)


def letter_with_code(code: str, language: Language) -> Letter:
    """The letter that proves whose an address is."""
    words = _WORDS[language]
    sentence = words.code.format(code=code)
    return Letter(words.code_subject, sentence + "\n", _page([_paragraph(sentence)], language))


def _subject(sentence: str) -> str:
    line = " ".join(sentence.split())
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def _paragraph(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _anchor(url: str, word: str) -> str:
    return f'<p><a href="{escape(url, quote=True)}">{escape(word)}</a></p>'


def _page(parts: list[str], language: Language) -> str:
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="{language}"><meta charset="utf-8"><body>\n{body}\n</body></html>\n'
