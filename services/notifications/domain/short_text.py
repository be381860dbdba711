"""A message as a telephone shows it: one segment, so that it comes whole and costs once.

Source: 3GPP TS 23.038 (7-bit alphabet, UCS-2), the design of notifications, section 10.
"""

import re
from typing import Final

from services.notifications.domain.language import Language

LONGEST_UCS2: Final = 70
LONGEST_PLAIN: Final = 160
_PLAIN: Final = re.compile(r"[A-Za-z0-9 \n!\"#%&'()*+,\-./:;<=>?]*")
"""Signs that have the same number in ASCII and in the alphabet of telephones."""

_CODE: Final = {
    Language.VI: "Kịp Thời: mã xác nhận {code}, có hiệu lực 30 phút.",
    Language.EN: "Kip Thoi: your code is {code}, good for 30 minutes.",
}


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
