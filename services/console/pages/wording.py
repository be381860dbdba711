"""How dates, numbers and codes are written for people, the Vietnamese way."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from markupsafe import Markup, escape

from shared.kernel.clock import VIETNAM
from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import sentence_vi

_CITATION = re.compile(r"([^/\s]+)/(\d{4}-\d{2}-\d{2})#\S+ (\S+)")

TYPE_VI: Mapping[str, str] = {
    "ad_hoc": "Đột xuất",
    "movement": "Chuyên đề",
    "merit": "Thường xuyên",
    "dedication": "Cống hiến",
    "long_service": "Niên hạn",
    "external": "Đối ngoại",
}
STEP_VI: Mapping[str, str] = {
    "screen": "Tiếp nhận, kiểm tra",
    "appraise": "Thẩm định",
    "consult": "Lấy ý kiến",
    "vote": "Hội đồng bỏ phiếu",
    "decide": "Quyết định",
    "notify": "Thông báo",
}
LIKENESS_VI: Mapping[str, str] = {
    "same_deed": "cùng thành tích, cùng người",
    "same_year": "cùng người, cùng năm, cùng danh hiệu",
    "same_facts": "cùng người, cùng ngày, cùng lĩnh vực",
    "like_words": "có người chung, gần ngày, lời kể giống nhau",
}
TONE: Mapping[str, str] = {
    "draft": "xam",
    "returned": "vang",
    "ineligible": "xam",
    "voting": "tim",
    "not_recommended": "xam",
    "recommended": "luc",
    "awaiting_signature": "tim",
    "granted": "luc",
    "published": "luc",
    "presented": "luc",
    "declined": "xam",
    "withdrawn": "xam",
    "revoked": "do",
}


def day(value: date | str | None) -> str:
    """A day as dd/MM/yyyy; also from ISO text, as owners send it."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return f"{value:%d/%m/%Y}" if value else "–"


def instant(value: datetime | str | None) -> str:
    """An instant as dd/MM/yyyy HH:mm in Vietnam."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if value else "–"


def money(value: int) -> str:
    """An amount in đồng as 1.234.567 ₫."""
    return f"{value:,}".replace(",", ".") + " ₫"


def step(name: str) -> str:
    """The name of a step; one without words stays as it came."""
    return STEP_VI.get(name, name)


def kind(code: str) -> str:
    """The kind of a nomination; one without words stays as it came."""
    return TYPE_VI.get(code, code)


def tone(status: str) -> str:
    """The tone of a status word's tag."""
    return TONE.get(status, "lam")


def lines(text: str) -> Markup:
    """Text with its line breaks, everything else escaped."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def sentence(code: str) -> str:
    """The sentence of a reason; a person's own words stay as they are."""
    return sentence_vi(code, {}) if code in REASONS else code


def likeness(why: str) -> str:
    """Why another file may mean the same deed; a code without words stays as it came."""
    return LIKENESS_VI.get(why, why)


def citation(text: str) -> str:
    """Which rule of which pack of rules speaks, in words; a citation of another form stays as it is."""
    found = _CITATION.fullmatch(text)
    return f"gói quy định {found[1]}, bản {day(found[2])}, quy tắc {found[3]}" if found else text


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day,
    "instant": instant,
    "money": money,
    "step": step,
    "kind": kind,
    "tone": tone,
    "lines": lines,
    "sentence": sentence,
    "citation": citation,
    "likeness": likeness,
}
