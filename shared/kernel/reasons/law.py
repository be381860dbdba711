"""Why something is refused: rule packs and calendars."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

LAW: Mapping[str, Reason] = {
    "UNKNOWN_FORM": Reason(
        "Gói quy định không có hình thức {form}.",
        "The rule pack has no form {form}.",
        "Chọn hình thức trong danh sách.",
        "Choose a form from the list.",
    ),
    "NO_RULE_PACK": Reason(
        "Không có gói quy định hiệu lực.",
        "No rule pack is in force.",
        "Báo quản trị nạp gói quy định.",
        "Ask an administrator to add the rule pack.",
    ),
    "PACK_CHANGED": Reason(
        "Gói quy định {pack} đã bị sửa, nay là {now}.",
        "Rule pack {pack} was edited and is now {now}.",
        "Báo quản trị khôi phục tệp như khi tiếp nhận; thay đổi là một phiên bản mới.",
        "Ask an administrator to restore the file as it was; a change is a new version.",
    ),
    "PACK_NOT_OFFERED": Reason(
        "Phiên bản quy định này không được chọn cho hồ sơ.",
        "This version of the rules may not be chosen for the file.",
        "Chọn phiên bản ghi trên hồ sơ, nếu có.",
        "Choose the version that the file offers, if there is one.",
    ),
    "NO_CALENDAR": Reason(
        "Chưa có lịch làm việc {calendar} năm {year}.",
        "Calendar {calendar} has no file for {year}.",
        "Báo quản trị nạp tệp lịch năm {year}, rồi gửi lại.",
        "Ask an administrator to add the calendar of {year}, then send it again.",
    ),
}
