"""A message as a telephone shows it: one segment, so that it comes whole and costs once.

Source: 3GPP TS 23.038 (7-bit alphabet, UCS-2), the design of notifications, section 10.
"""

import re
from typing import Final

from services.notifications.domain.language import Language
from services.notifications.domain.message import Message

LONGEST_UCS2: Final = 70
LONGEST_PLAIN: Final = 160
_PLAIN: Final = re.compile(r"[A-Za-z0-9 \n!\"#%&'()*+,\-./:;<=>?]*")
"""Signs that have the same number in ASCII and in the alphabet of telephones."""

_CODE: Final = {
    Language.VI: "Kịp Thời: mã xác nhận {code}, có hiệu lực 30 phút.",
    Language.EN: "Kip Thoi: your code is {code}, good for 30 minutes.",
}

_NEWS_OF: Final = {
    Language.VI: "{about}: có tin mới trong Kịp Thời.",
    Language.EN: "{about}: there is news in Kip Thoi.",
}
_NEWS: Final = {Language.VI: "Bạn có tin mới trong Kịp Thời.", Language.EN: "You have news in Kip Thoi."}


def is_plain(text: str) -> bool:
    """Whether a telephone shows it without UCS-2."""
    return _PLAIN.fullmatch(text) is not None


def fits(text: str) -> bool:
    """Whether it is one segment."""
    units = len(text.encode("utf-16-be")) // 2
    return units <= (LONGEST_PLAIN if is_plain(text) else LONGEST_UCS2)


def text_with_code(code: str, language: Language) -> str:
    """What proves whose a telephone is."""
    return _CODE[language].format(code=code)


def as_text(message: Message, language: Language) -> str:
    """The sentence when it is short enough, else that there is one, and of what. No more than a letter says."""
    sentence = message.text_en if language is Language.EN and message.text_en else message.text_vi
    pointing = _NEWS_OF[language].format(about=message.about) if message.about else _NEWS[language]
    return next(text for text in (sentence, pointing, _NEWS[language]) if fits(text))
