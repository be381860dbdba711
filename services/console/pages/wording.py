"""How dates, numbers and codes are written for people, the Vietnamese way."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from markupsafe import Markup, escape

from shared.kernel.clock import VIETNAM
from shared.kernel.reasons import REASONS
from shared.kernel.vocabulary import sentence_vi

_PACK = re.compile(r"([^/\s]+)/(\d{4}-\d{2}-\d{2})(?:#(\S+))?(?: (\S+))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"(\d{4})-(?:Q([1-4])|(\d{2}))")
_QUARTER = ("I", "II", "III", "IV")

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


def moment(value: datetime | str) -> str:
    """An instant to the second, for logs."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


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
    """Which pack of rules speaks, in words, with its rule or else its hash; another form stays as it is."""
    found = _PACK.fullmatch(text)
    if not found:
        return text
    of_pack = f"gói quy định {found[1]}, bản {day(found[2])}"
    if found[4]:
        return f"{of_pack}, quy tắc {found[4]}"
    return f"{of_pack}, mã băm {found[3]}" if found[3] else of_pack


def version(text: str) -> str:
    """The version of a pack of rules, which is mostly a day."""
    return day(text) if _DAY.fullmatch(text) else text


def part_of_year(text: str) -> str:
    """A month or quarter as figures name it, `2026-11` or `2026-Q4`, in words; another form stays as it is."""
    found = _PART.fullmatch(text)
    if not found:
        return text
    return f"quý {_QUARTER[int(found[2]) - 1]}/{found[1]}" if found[2] else f"{found[3]}/{found[1]}"


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day,
    "instant": instant,
    "moment": moment,
    "money": money,
    "step": step,
    "kind": kind,
    "tone": tone,
    "lines": lines,
    "sentence": sentence,
    "citation": citation,
    "version": version,
    "part_of_year": part_of_year,
    "likeness": likeness,
}
