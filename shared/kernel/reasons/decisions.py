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
    "NUMBER_TAKEN": Reason(
        "Số quyết định {number} đã dùng trong năm.",
        "Decision number {number} is taken.",
        "Chọn số khác.",
        "Choose another number.",
    ),
}
