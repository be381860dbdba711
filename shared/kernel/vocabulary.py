"""The words people read: why something is refused and what to do, and the one status vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A refusal in words: the sentence in Vietnamese and English, with the way out. `{name}` takes a parameter."""

    sentence_vi: str
    sentence_en: str
    way_out_vi: str


REASONS: Mapping[str, Reason] = {
    "EVIDENCE_MISSING": Reason("Thiếu minh chứng.", "Evidence is missing.", "Bổ sung minh chứng rồi gửi lại."),
    "EVIDENCE_HASH_MISMATCH": Reason(
        "Tệp {name} không khớp mã băm.", "File {name} does not match its hash.", "Tải lên bản gốc của tệp."
    ),
    "NO_MEASURABLE_RESULT": Reason(
        "Chưa nêu kết quả đo được.", "No measurable result is stated.", "Thêm con số và nguồn, rồi gửi lại."
    ),
    "NO_AUTHORITY": Reason(
        "Cấp này không có thẩm quyền khen hình thức {form}.",
        "This level has no authority to grant {form}.",
        "Đề nghị cấp có thẩm quyền: {suggested_grantor}.",
    ),
    "SELF_ENDORSEMENT": Reason(
        "Không được tự xác nhận.", "Nobody endorses oneself.", "Đề nghị cấp phó hoặc cấp trên xác nhận."
    ),
    "DEED_ALREADY_REWARDED": Reason(
        "Thành tích đã được khen tại quyết định {number}.",
        "The deed was already rewarded by decision {number}.",
        "Xem khen thưởng đã có; một thành tích chỉ được khen một lần.",
    ),
    "DUPLICATE_OPEN": Reason(
        "Có thể trùng hồ sơ {number}.", "This may be the same as file {number}.", "Ghép hồ sơ hoặc giữ riêng."
    ),
    "DATA_MISSING": Reason("Thiếu dữ liệu: {missing}.", "Data is missing: {missing}.", "Một người sẽ xem và quyết."),
    "ROLE_SEPARATION": Reason(
        "Bạn đã giữ vai trò khác trong hồ sơ này.", "You hold another role in this file.", "Đề nghị người khác làm."
    ),
    "CONFLICT_OF_INTEREST": Reason(
        "Bạn có liên quan, không được bỏ phiếu.", "You are related and may not vote.", "Bạn không tham gia phiếu này."
    ),
    "NO_QUORUM": Reason(
        "Mới có {present}/{needed} thành viên.",
        "Only {present} of {needed} members are there.",
        "Chờ thêm phiếu hoặc hoãn phiên.",
    ),
    "THRESHOLD_NOT_MET": Reason(
        "{yes}/{base} dưới ngưỡng {threshold} %.",
        "{yes}/{base} is below the threshold of {threshold} %.",
        "Chọn hình thức khác phù hợp.",
    ),
    "STATE_CHANGED": Reason(
        "Việc này không làm được khi đang ở trạng thái {state}.",
        "This is not possible in state {state}.",
        "Tải lại để xem trạng thái mới nhất.",
    ),
    "OUT_OF_SCOPE": Reason(
        "Không có mục này trong phạm vi của bạn.",
        "There is no such thing within your scope.",
        "Hỏi đơn vị chủ quản hoặc kiểm tra lại mã.",
    ),
    "ROLE_MISSING": Reason(
        "Vai trò của bạn không làm được việc này.", "Your roles do not allow this.", "Nhờ người giữ vai trò phù hợp."
    ),
    "DATE_IN_FUTURE": Reason(
        "Ngày {field} ở tương lai.", "The date {field} lies in the future.", "Nhập ngày đã xảy ra, đến hôm nay."
    ),
    "DATES_NOT_ASCENDING": Reason(
        "Các ngày không theo thứ tự: bắt đầu, kết thúc, ngày biết.",
        "The dates do not ascend: begun, ended, known.",
        "Sửa lại thứ tự các ngày.",
    ),
    "SHARES_NOT_HUNDRED": Reason(
        "Tổng tỷ lệ đóng góp là {total}, phải là 100.",
        "The shares add up to {total}, not to 100.",
        "Sửa tỷ lệ cho tổng bằng 100.",
    ),
    "SUBJECT_NOT_CONTRIBUTOR": Reason(
        "Người hoặc tập thể được đề nghị không có trong thành tích.",
        "The subject did not contribute to the deed.",
        "Chọn người đóng góp của thành tích.",
    ),
    "UNKNOWN_SUBJECT": Reason(
        "Không có đối tượng {subject} trong danh mục.", "Subject {subject} is not known.", "Kiểm tra mã đối tượng."
    ),
    "UNKNOWN_UNIT": Reason("Không có đơn vị {unit}.", "Unit {unit} is not known.", "Kiểm tra mã đơn vị."),
    "UNIT_CLOSED": Reason("Đơn vị {unit} đã ngừng hoạt động.", "Unit {unit} is closed.", "Chọn đơn vị kế thừa."),
    "UNKNOWN_FORM": Reason(
        "Gói quy định không có hình thức {form}.",
        "The rule pack has no form {form}.",
        "Chọn hình thức trong danh sách.",
    ),
    "UNKNOWN_MOVEMENT": Reason(
        "Không có phong trào {movement}.", "Movement {movement} is not known.", "Chọn phong trào trong danh sách."
    ),
    "MOVEMENT_MISSING": Reason(
        "Khen theo phong trào phải nêu phong trào.", "A movement award names its movement.", "Chọn phong trào."
    ),
    "DEED_MISSING": Reason("Đề nghị phải nêu thành tích.", "A nomination names its deed.", "Chọn thành tích."),
    "RULES_NOT_PASSED": Reason(
        "Hồ sơ chưa đạt quy định.", "The file does not meet the rules.", "Xem từng lý do bên dưới."
    ),
    "NO_RULE_PACK": Reason(
        "Không có gói quy định hiệu lực.", "No rule pack is in force.", "Báo quản trị nạp gói quy định."
    ),
    "NO_CALENDAR": Reason(
        "Chưa có lịch làm việc {calendar} năm {year}.",
        "Calendar {calendar} has no file for {year}: an administrator adds it, then send the request again.",
        "Báo quản trị nạp tệp lịch năm {year}, rồi gửi lại.",
    ),
    "RETURN_WINDOW_CLOSED": Reason(
        "Đã quá hạn bổ sung {due_on}.", "The time to complete ended on {due_on}.", "Lập đề nghị mới."
    ),
    "REASON_MISSING": Reason("Phải nêu lý do.", "A reason is needed.", "Nêu ít nhất một lý do."),
    "ALREADY_VOTED": Reason("Bạn đã bỏ phiếu.", "You have voted.", "Phiếu đã bỏ không sửa được."),
    "NOT_ENTITLED": Reason(
        "Bạn không phải thành viên của phiên này.", "You are no member of this session.", "Hỏi thư ký hội đồng."
    ),
    "CASES_NOT_READY": Reason(
        "Có hồ sơ chưa sẵn sàng: {cases}.", "Some cases are not ready: {cases}.", "Bỏ hồ sơ đó ra hoặc chờ."
    ),
    "NOT_A_MEMBER": Reason(
        "{member} không có trong danh sách thành viên.",
        "{member} is not among the members.",
        "Thêm người này vào danh sách thành viên.",
    ),
    "CLOSES_IN_PAST": Reason(
        "Giờ kết thúc bỏ phiếu đã qua.", "The vote would close in the past.", "Chọn giờ kết thúc muộn hơn."
    ),
    "CLOSES_TOO_LATE": Reason(
        "Giờ kết thúc bỏ phiếu muộn hơn {days} ngày kể từ nay.",
        "The vote would close more than {days} days from now.",
        "Chọn giờ kết thúc sớm hơn; xem lại năm đã ghi.",
    ),
    "VOTE_NOT_OVER": Reason(
        "Còn {missing} phiếu chưa bỏ, hạn đến {closes_at}.",
        "{missing} votes are still to come, until {closes_at}.",
        "Chờ đủ phiếu hoặc hết giờ.",
    ),
    "VOTE_OVER": Reason(
        "Đã hết giờ bỏ phiếu.",
        "The time to vote is over.",
        "Phiên không nhận phiếu nữa: chủ tịch hội đồng kiểm phiếu, hoặc hoãn phiên để triệu tập lại.",
    ),
    "ROWS_NOT_RESERVED": Reason(
        "Quyết định còn dòng chưa giữ được quyền khen.", "Some rows are not reserved yet.", "Thử lại sau giây lát."
    ),
    "IDEMPOTENCY_KEY_REUSED": Reason(
        "Khóa chống lặp đã dùng cho nội dung khác.",
        "The idempotency key was used with another body.",
        "Dùng khóa mới cho yêu cầu mới.",
    ),
    "DECISION_RETURNED": Reason(
        "Dự thảo quyết định bị trả lại.", "The draft decision was sent back.", "Xem lý do trong dự thảo rồi lập lại."
    ),
    "NUMBER_TAKEN": Reason(
        "Số quyết định {number} đã dùng trong năm.", "Decision number {number} is taken.", "Chọn số khác."
    ),
    "TOO_LARGE": Reason("Nội dung quá lớn.", "The content is too large.", "Giảm dung lượng rồi gửi lại."),
}

STATUS_VI: Mapping[str, str] = {
    "draft": "Nháp",
    "submitted": "Đã gửi",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại để bổ sung",
    "eligible": "Đủ điều kiện",
    "ineligible": "Không đủ điều kiện",
    "consulting": "Đang lấy ý kiến",
    "voting": "Hội đồng đang bỏ phiếu",
    "recommended": "Hội đồng đồng ý",
    "not_recommended": "Hội đồng không đồng ý",
    "awaiting_signature": "Chờ ký quyết định",
    "forwarded": "Đã trình cấp trên",
    "granted": "Đã khen thưởng",
    "published": "Đã công bố",
    "presented": "Đã trao",
    "declined": "Không khen thưởng",
    "withdrawn": "Đã rút",
    "revoked": "Đã thu hồi",
}

_WORD_OF_STATE: Mapping[str, str] = {
    "opened": "submitted",
    "screening": "received",
    "accepted": "received",
    "in_review": "received",
    "appraising": "received",
    "ready": "eligible",
    "in_session": "voting",
    "awaiting_decision": "awaiting_signature",
    "reserved": "awaiting_signature",
    "refused": "declined",
    "not_granted": "declined",
    "merged": "withdrawn",
}


def status_of(state: str) -> str:
    """The status word for a state of a nomination, case or award. Raises: KeyError for a state without a word."""
    word = _WORD_OF_STATE.get(state, state)
    if word not in STATUS_VI:
        raise KeyError(state)
    return word


def sentence_vi(code: str, params: Mapping[str, object]) -> str:
    """The Vietnamese sentence of a reason, its parameters filled in; a missing parameter stays visible as `…`."""
    return _fill(REASONS[code].sentence_vi, params)


def sentence_en(code: str, params: Mapping[str, object]) -> str:
    """The English sentence of a reason, its parameters filled in."""
    return _fill(REASONS[code].sentence_en, params)


def way_out_vi(code: str, params: Mapping[str, object]) -> str:
    """What a refused person can do, in Vietnamese."""
    return _fill(REASONS[code].way_out_vi, params)


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, params: Mapping[str, object]) -> str:
    return text.format_map(_Gaps(params))
