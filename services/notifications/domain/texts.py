"""What people read: templates with a version, and the words that may be filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from services.notifications.domain.english import ENGLISH
from services.notifications.domain.language import Language
from shared.kernel.clock import VIETNAM
from shared.kernel.reasons import REASONS


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence in Vietnamese. A changed sentence is a new version; the old one stays in the messages it made."""

    text_vi: str
    version: int = 1


TEMPLATES: Mapping[str, Template] = {
    "submitted": Template("Đã nhận hồ sơ {number} ngày {received_on}."),
    "to_screen": Template("Hồ sơ {number} mới gửi, chờ kiểm tra."),
    "to_screen_again": Template("Hồ sơ {number} đã bổ sung, chờ kiểm tra lại."),
    "accepted": Template("Hồ sơ {number} hợp lệ, chuyển sang xét khen."),
    "returned": Template("Hồ sơ {number} cần bổ sung trước {due_on}: {reasons}."),
    "to_decide_on_data": Template("Hồ sơ {number} thiếu dữ liệu, chờ người xem và quyết."),
    "lapsed": Template("Hồ sơ {number} không được bổ sung trước {due_on}, đã đóng."),
    "rerouted": Template("Hồ sơ {number} được chuyển sang hình thức khác, có bản nháp mới chờ gửi."),
    "ineligible": Template("Hồ sơ {number} không đủ điều kiện: {reasons}."),
    "merged": Template("Hồ sơ {number} trùng việc đã có, không xét riêng: {reasons}."),
    "held": Template("Hồ sơ {number} đang trong thời gian xác minh, tạm dừng tính hạn."),
    "released": Template("Hồ sơ {number} được xét tiếp."),
    "withdrawn": Template("Hồ sơ {number} đã được đơn vị rút."),
    "deadline": Template("Hồ sơ {number}: hạn trả lời {decide_by}."),
    "to_appraise": Template("Hồ sơ {number} chờ thẩm định."),
    "to_convene": Template("Hồ sơ {number} đã thẩm định, chờ họp hội đồng."),
    "to_decide": Template("Hồ sơ {number} đã thẩm định, chờ lập quyết định."),
    "to_answer_opinion": Template("Đề nghị cho ý kiến về hồ sơ {number} đến hết ngày {due_on}."),
    "opinion_received": Template("{body} đã cho ý kiến về hồ sơ {number}.", version=2),
    "opinion_lapsed": Template("{body} chưa cho ý kiến về hồ sơ {number} khi hết hạn {due_on}.", version=2),
    "consultation_opened": Template("Lấy ý kiến nhân dân về hồ sơ {number} đến hết ngày {closes_on}."),
    "consultation_closed": Template(
        "Đã hết hạn lấy ý kiến nhân dân về hồ sơ {number}: {in_favour} đồng tình, {against} không đồng tình, "
        "{other} ý kiến khác; {unanswered} ý kiến chưa trả lời."
    ),
    "recommended": Template("Hội đồng đồng ý với hồ sơ {number}, chờ lập quyết định."),
    "to_send_up": Template("Hội đồng đồng ý với hồ sơ {number}, chờ trình cấp trên."),
    "to_take_over": Template("Hồ sơ {number} được trình lên, chờ tiếp nhận."),
    "sent_up": Template("Hồ sơ {number} đã trình cấp trên; hạn trả lời {decide_by}."),
    "taken_over": Template("Cấp trên đã tiếp nhận hồ sơ {number}."),
    "not_recommended": Template("Hội đồng không đồng ý với hồ sơ {number}."),
    "pack_chosen": Template("Hồ sơ {number} được xét theo quy định mới {pack_version}; hạn trả lời {decide_by}."),
    "withdrawal_asked": Template("Đơn vị rút hồ sơ {number} đang xét."),
    "not_withdrawn": Template("Hồ sơ {number} không rút được: {reasons}."),
    "refused": Template("Hồ sơ {number} không được khen thưởng: {reasons}."),
    "convened": Template("Mời bỏ phiếu phiên {number}, {count} hồ sơ, đóng {closes_at}."),
    "vote_opened": Template("Phiên {number} đã mở bỏ phiếu, đóng {closes_at}."),
    "vote_closes_soon": Template("Nhắc: mời bỏ phiếu phiên {number}, đóng {closes_at}."),
    "adjourned": Template("Phiên {number} đã hoãn."),
    "minuted": Template("Phiên {number} đã có biên bản."),
    "vote_closed": Template("Phiên {number} đã kiểm phiếu."),
    "to_sign": Template("Chờ ký quyết định {number}, {count} hồ sơ."),
    "signed": Template("Quyết định {number} đã ký."),
    "sent_back": Template("Dự thảo quyết định {number} bị trả lại."),
    "delegated": Template("Bạn được ủy quyền ký quyết định khen thưởng từ {first_on} đến {last_on}, theo {number}."),
    "delegation_ended": Template("Việc ủy quyền ký theo {number} đã chấm dứt."),
    "congratulation": Template("Chúc mừng {subject_label}: {form_name_vi}, quyết định {number}{days_after}."),
    "granted": Template("{subject_label} được tặng {form_name_vi}, quyết định {number}."),
    "published": Template("Gương sáng mới: {subject_label}, {citation_vi}."),
    "ceremony": Template("Lễ trao {form_name_vi} cho {subject_label}: ngày {held_on}, tại {place}."),
    "ceremony_moved": Template(
        "Đổi lễ trao {form_name_vi} cho {subject_label}: ngày {held_on}, tại {place} "
        "(trước là ngày {was_on}, tại {was_place})."
    ),
    "ceremony_off": Template("Hoãn lễ trao {form_name_vi} cho {subject_label} ngày {held_on}, tại {place}."),
    "presented": Template("Đã trao {form_name_vi} cho {subject_label}, quyết định {number}."),
    "corrected": Template("Đính chính quyết định {number}: {before} → {after}."),
    "disputed": Template("Có ý kiến khác về người lập thành tích {number}, chờ nghe hai bên và kết luận."),
    "dispute_resolved": Template("Đã kết luận ai lập thành tích {number}."),
    "bonus_paid": Template("Đã chi tiền thưởng {bonus_vnd} đồng theo quyết định {number}."),
    "revoked": Template("Khen thưởng của {subject_label} theo quyết định {number} đã thu hồi ngày {revoked_on}."),
    "recovered": Template("Đã thu lại {recovered_vnd}/{due_vnd} đồng tiền thưởng theo quyết định {number}."),
    "due_soon": Template("Hồ sơ {number} đến hạn ngày {due_on}."),
    "decision_due_soon": Template("Hồ sơ {number} đến hạn quyết định ngày {due_on}."),
    "decision_overdue": Template("Hồ sơ {number} đã {overdue} quyết định ngày {due_on}."),
    "to_complete_soon": Template("Nhắc: hồ sơ {number} cần bổ sung đến hết ngày {due_on}."),
    "overdue": Template("Hồ sơ {number} đã {overdue} ngày {due_on}."),
    "apology": Template("Xin lỗi vì chậm hồ sơ {number}: đã {overdue} ngày {due_on}."),
    "opinion_due_soon": Template("Nhắc: cho ý kiến về hồ sơ {number} đến hết ngày {due_on}."),
    "finding_due_soon": Template("{number} cần xử lý xong trong ngày {due_on}."),
    "finding_overdue": Template("{number} đã {overdue} xử lý ngày {due_on}."),
    "complaint_due_soon": Template("Đơn {number} đến hạn ngày {due_on}."),
    "complaint_overdue": Template("Đơn {number} đã {overdue} ngày {due_on}."),
    "answer_due_soon": Template("Gợi ý {number} cần trả lời đến hết ngày {due_on}."),
    "answer_overdue": Template("Gợi ý {number} đã {overdue} trả lời ngày {due_on}."),
    "certificate_back": Template("Đã nhận lại {form_name_vi} theo quyết định {number}."),
    "to_answer": Template("Gợi ý {number} chờ trả lời trước {due_on}."),
    "suggestion_answered": Template("Gợi ý {number} của bạn đã được trả lời."),
    "exemplar_to_check": Template("Số liệu cho thấy điển hình {number}, chờ đối chiếu và xác nhận."),
    "exemplar_to_nominate": Template("Điển hình {number} đã được xác nhận, chờ lập đề nghị khen thưởng."),
    "finding_raised": Template("Giám sát ghi nhận {number}, chờ phân công xử lý."),
    "finding_assigned": Template("Bạn được giao xử lý {number}, hạn {due_on}."),
    "finding_remedied": Template("{number} đã được xử lý, chờ kiểm tra lại."),
    "finding_verified": Template("{number} đã xử lý xong và được xác nhận."),
    "finding_reopened": Template("{number} chưa đạt, cần xử lý lại trước {due_on}."),
    "rules": Template("Từ {effective_from} áp dụng quy định khen thưởng {pack_version}."),
    "complaint_received": Template("Đơn {number} mới gửi, thụ lý hoặc trả lời trước {due_on}."),
    "complaint_accepted": Template("Đơn {number}: đã thụ lý, đang xác minh."),
    "complaint_resolved": Template("Đơn {number}: đã giải quyết."),
    "complaint_upheld": Template("Đơn {number} đúng, yêu cầu {asks}."),
    "endpoint_failing": Template("Kết nối lỗi từ {failing_since}; vẫn lấy được dữ liệu qua sổ khen thưởng."),
    "certificate_ending": Template("Chứng thư số của kết nối hết hạn lúc {ends_at}; thay trên trang Kết nối."),
    "endpoint_disabled": Template("Kết nối đã tắt lúc {disabled_at}; vẫn lấy được dữ liệu qua sổ khen thưởng."),
    "week_figures": Template("Tuần qua ({first_on}–{last_on}), {unit}: {received} hồ sơ mới, {granted} khen thưởng."),
    "month_figures": Template("Tháng qua ({first_on}–{last_on}), {unit}: {received} hồ sơ mới, {granted} khen thưởng."),
    "movement": Template("Phát động {name_vi}, đến {window_to}."),
}

_OPEN_WORDS = frozenset(
    {
        "number",
        "received_on",
        "due_on",
        "decide_by",
        "closes_at",
        "name_vi",
        "window_to",
        "effective_from",
        "first_on",
        "last_on",
        "pack_version",
        "body",
        "closes_on",
        "in_favour",
        "against",
        "other",
        "unanswered",
        "failing_since",
        "disabled_at",
        "ends_at",
        "unit",
        "received",
        "granted",
    }
)
_GRANTED_WORDS = frozenset(
    {
        *("subject_label", "form_name_vi", "citation_vi", "bonus_vnd", "held_on", "place"),
        *("was_on", "was_place"),
        *("revoked_on", "recovered_vnd", "due_vnd"),
    }
)

_PHRASES: Mapping[str, str] = {
    "DATA_MISSING": "thiếu dữ liệu",
    "DEED_ALREADY_REWARDED": "thành tích đã được khen; một thành tích chỉ được khen một lần",
    "DUPLICATE_OPEN": "trùng hồ sơ đang xét",
    "THRESHOLD_NOT_MET": "không đủ tỷ lệ phiếu đồng ý",
    "NOT_THREE_CONSECUTIVE": "chưa đủ số năm liên tục",
    "DEADLINE_PASSED": "quá hạn danh hiệu năm",
    "NO_QUORUM": "hội đồng không đủ thành viên",
    "NO_AUTHORITY": "cấp được đề nghị không có thẩm quyền khen hình thức này",
}
_REQUESTS: Mapping[str, str] = {"re_review": "xem xét lại hồ sơ", "revocation": "xem xét hủy quyết định khen thưởng"}
_PHRASE_OF_ANY = "xem lý do trong hồ sơ"


_VI, _EN = Language.VI, Language.EN
_REQUESTS_EN: Mapping[str, str] = {
    "re_review": "the file to be reviewed again",
    "revocation": "the award to be revoked",
}
_PHRASES_EN: Mapping[str, str] = {
    "DATA_MISSING": "data is missing",
    "DEED_ALREADY_REWARDED": "the deed was commended; one deed is commended once",
    "DUPLICATE_OPEN": "the same is under review",
    "THRESHOLD_NOT_MET": "too few votes in favour",
    "NOT_THREE_CONSECUTIVE": "too few years in a row",
    "DEADLINE_PASSED": "the time for titles of the year is over",
    "NO_QUORUM": "too few members of the council",
    "NO_AUTHORITY": "the level that was asked has no authority for this form",
}
_PHRASE_OF_ANY_EN = "the reasons stand in the file"


def render(template: str, facts: Mapping[str, Any], *, named: bool, language: Language = _VI) -> str:
    """Fill a template. Unless `named`, no word of a person, team or citation can get into the text.

    Free text that a person typed is never filled in: it may hold a name. Raises: KeyError for a missing word.
    """
    allowed = _OPEN_WORDS | _GRANTED_WORDS if named else _OPEN_WORDS
    words = {name: _word(value, language) for name, value in facts.items() if name in allowed}
    words |= _phrases(facts, language)
    if named:
        words["days_after"] = _days_after(facts.get("lead_times", {}).get("calendar_days"), language)
        words["citation_vi"] = words.get("citation_vi", "").rstrip(" .")
        words |= _changed(facts.get("before") or {}, facts.get("after") or {})
    sentence = TEMPLATES[template].text_vi if language is _VI else ENGLISH[template]
    return normalize("NFC", sentence.format_map(words))


def _phrases(facts: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What is said with words of our own."""
    is_legal, asks = bool(facts.get("legal")), str(facts.get("asks"))
    count = str(len(facts.get("case_ids", ())))
    if language is _EN:
        overdue = "overdue by law" if is_legal else "overdue"
        asked = _REQUESTS_EN.get(asks, _PHRASE_OF_ANY_EN)
    else:
        overdue = "quá hạn luật định" if is_legal else "quá hạn"
        asked = _REQUESTS.get(asks, _PHRASE_OF_ANY)
    return {"asks": asked, "reasons": _reasons(facts.get("reasons", ()), language), "overdue": overdue, "count": count}


def _days_after(days: int | None, language: Language) -> str:
    """How soon after the deed; of a whole year's work there is nothing to say."""
    if days is None:
        return ""
    return f", {days} days after the deed" if language is _EN else f", {days} ngày sau việc làm"


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What a correction changed, as it was and as it is."""
    changed = [name for name, word in before.items() if after.get(name) != word]
    return {
        "before": ", ".join(before[name] for name in changed),
        "after": ", ".join(after[name].rstrip(" .") for name in changed),
    }


def _word(value: object, language: Language) -> str:
    if isinstance(value, datetime):
        on = "ngày" if language is _VI else "on"
        return value.astimezone(VIETNAM).strftime(f"%H:%M {on} %d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".") if language is _VI else f"{value:,}"
    return str(value)


def _reasons(reasons: Iterable[Mapping[str, Any]], language: Language) -> str:
    phrase = _phrase if language is _VI else _phrase_en
    phrases = dict.fromkeys(phrase(str(reason["code"])) for reason in reasons)
    return "; ".join(phrases) or phrase("")


def _phrase(code: str) -> str:
    if code in _PHRASES:
        return _PHRASES[code]
    known = REASONS.get(code)
    return _within(known.sentence_vi if known else "", _PHRASE_OF_ANY)


def _phrase_en(code: str) -> str:
    if code in _PHRASES_EN:
        return _PHRASES_EN[code]
    known = REASONS.get(code)
    return _within(known.sentence_en if known else "", _PHRASE_OF_ANY_EN)


def _within(sentence: str, otherwise: str) -> str:
    """A sentence as a part of another one; one with gaps cannot be said here."""
    if not sentence or "{" in sentence:
        return otherwise
    sentence = sentence.rstrip(".")
    return sentence[:1].lower() + sentence[1:]
