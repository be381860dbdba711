"""How a refusal is told: in words that people use, with the field to mend and the way out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Final

from services.console.domain import decision, meeting
from services.console.pages.endpoint_words import why_vi
from services.console.pages.wording import day, instant
from services.console.usecases.ports import Complaint, OwnerDownError, OwnerRefusedError
from shared.kernel.vocabulary import STATUS_VI, status_of

_DOWN_VI: Final = (
    "Hệ thống nhận việc này đang không trả lời; chưa rõ kết quả. Những gì bạn nhập vẫn còn dưới đây: gửi lại"
)
_DOWN_WAY_VI: Final = "chính biểu mẫu này sau ít phút, việc không bị ghi hai lần. Hệ thống không tự gửi thay bạn."
_REUSED_VI: Final = "Lần gửi trước đã đến nơi: biểu mẫu này đã được ghi, với nội dung trước khi bạn sửa."
_REUSED_WAY_VI: Final = "Không có gì bị ghi hai lần. Xem điều đã ghi; nếu cần khác đi, làm tiếp từ trang đó."

_OUTDATED_WAY_VI: Final = "Trang này đã hiện bản mới và vẫn giữ điều bạn nhập: so lại, sửa nếu cần, rồi gửi lại."

FIELD_VI: Final[Mapping[str, str]] = {
    "unit_id": "Đơn vị",
    "title_vi": "Việc đã làm",
    "story_vi": "Kể việc đã làm và kết quả",
    "field": "Lĩnh vực",
    "occurred_from": "Bắt đầu",
    "occurred_to": "Xong",
    "known_on": "Đơn vị biết",
    "results": "Kết quả đo được",
    "results.indicator": "Tên chỉ số",
    "results.value": "Giá trị",
    "results.unit": "Đơn vị tính",
    "results.source": "Nguồn",
    "results.baseline": "Trước đó",
    "results.attester": "Ai xác nhận",
    "contributors": "Người cùng làm",
    "contributors.subject_ref": "Người cùng làm",
    "contributors.share": "Tỷ lệ đóng góp",
    "subject_ref": "Người hoặc tập thể",
    "type": "Loại khen thưởng",
    "year": "Năm xét",
    "form_code": "Hình thức khen",
    "movement_id": "Phong trào thi đua",
    "citation_vi": "Nội dung khen",
    "achievement_report": "Báo cáo thành tích",
    "evidence": "Minh chứng",
    "evidence.name": "Tên tệp",
    "reason": "Lý do",
    "reasons": "Lý do",
    "reasons.missing": "Còn thiếu",
    "verdict": "Kết luận thẩm định",
    "findings": "Nhận xét",
    "council": "Hội đồng",
    "case_ids": "Hồ sơ",
    "closes_at": "Đóng phiếu lúc",
    "grantor_unit_id": "Cấp khen",
    "number": "Số quyết định",
    "rows": "Hồ sơ",
    "rows.subject_label": "Tên ghi trong quyết định",
    "rows.citation_vi": "Nội dung khen",
    "choice": "Lựa chọn",
    "last": "Đến hết ngày",
    "url": "Địa chỉ nhận",
    "contact": "Thư điện tử của người phụ trách",
}
"""The words on our forms for the owners' names of fields, places in lists left out."""

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an act did not happen, in words, with the way out; `fields` name what to mend on this form."""

    sentence: str
    way_out: str = ""
    reasons: tuple[str, ...] = ()
    fields: Mapping[str, str] | None = None
    see: tuple[str, str] | None = None
    """Address and words of a link to what there is already."""
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY


def fault_of(
    error: OwnerRefusedError | OwnerDownError, places: Mapping[str, str] | None = None, here: str = ""
) -> Fault:
    """An owner's refusal or silence in words; `places` name the field of this form that a code speaks of.

    `here` is the address of what the form makes, with `{id}`: when an earlier sending made it, the fault leads there.
    """
    if isinstance(error, OwnerDownError):
        return Fault(_DOWN_VI, _DOWN_WAY_VI, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if error.code == "IDEMPOTENCY_KEY_REUSED":
        see = (here.format(id=error.made_before), "Mở trang đã ghi") if here and error.made_before else None
        return Fault(_REUSED_VI, _REUSED_WAY_VI, see=see, status=error.status)
    sentence = said(error)
    place = (places or {}).get(error.code)
    return Fault(
        sentence,
        _OUTDATED_WAY_VI if error.status == HTTPStatus.PRECONDITION_FAILED else in_vietnamese(error.way_out),
        tuple(_reason(one) for one in error.complaints),
        fields={place: sentence} if place else None,
        status=error.status,
    )


def said(error: OwnerRefusedError) -> str:
    """The owner's sentence without names of states, of fields, or dates for machines."""
    sentence = error.sentence
    for name, raw in error.params.items():
        if isinstance(raw, str) and (word := _word(name, raw)):
            sentence = sentence.replace(raw, f"“{word}”")
    return in_vietnamese(sentence)


def in_vietnamese(text: str) -> str:
    """The text with dates and instants written the Vietnamese way, in Vietnam's time."""
    return _ISO.sub(_local, text)


def _reason(complaint: Complaint) -> str:
    label = _label(complaint.path)
    sentence = in_vietnamese(complaint.sentence)
    return f"{label}: {sentence}" if label else sentence


def _label(path: str) -> str:
    return FIELD_VI.get(".".join(part for part in path.split(".") if not part.isdecimal()), "")


def _word(name: str, raw: str) -> str:
    if name == "field":
        return FIELD_VI.get(raw, "")
    if name in {"rule", "why"}:
        return why_vi(raw)
    return _state_vi(raw) if name == "state" else ""


def _state_vi(state: str) -> str:
    try:
        return STATUS_VI[status_of(state)]
    except KeyError:
        return meeting.STATE_VI.get(state, decision.STATE_VI.get(state, ""))


def _local(found: re.Match[str]) -> str:
    try:
        return instant(datetime.fromisoformat(found[0])) if found[1] else day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
