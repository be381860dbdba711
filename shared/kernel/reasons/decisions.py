"""Why something is refused: decisions."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

DECISIONS: Mapping[str, Reason] = {
    "ROWS_NOT_RESERVED": Reason(
        "Quyết định còn dòng chưa giữ được quyền khen.",
        "Some rows are not reserved yet.",
        "Thử lại sau giây lát.",
        "Try again in a moment.",
    ),
    "DECISION_RETURNED": Reason(
        "Dự thảo quyết định bị trả lại.",
        "The draft decision was sent back.",
        "Xem lý do trong dự thảo rồi lập lại.",
        "See the reason in the draft, then make it anew.",
    ),
    "DELEGATION_DATES": Reason(
        "Ngày ủy quyền ký phải nối tiếp nhau và chưa qua.",
        "A delegation ends on its first day or later, and not before today.",
        "Sửa ngày bắt đầu hoặc ngày kết thúc.",
        "Mend its first or its last day.",
    ),
    "DELEGATION_NOT_IN_FORCE": Reason(
        "Văn bản ủy quyền ký {number} không có hiệu lực hôm nay.",
        "The delegation of signature {number} is not in force today.",
        "Trình người có thẩm quyền ký, hoặc đề nghị ủy quyền lại.",
        "Leave it to the grantor, or ask for a new delegation.",
    ),
    "NUMBER_TAKEN": Reason(
        "Số quyết định {number} đã dùng trong năm.",
        "Decision number {number} is taken.",
        "Chọn số khác.",
        "Choose another number.",
    ),
}
