"""Why something is refused: who may do what, and how often."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

ACCESS: Mapping[str, Reason] = {
    "OUT_OF_SCOPE": Reason(
        "Không có mục này trong phạm vi của bạn.",
        "There is no such thing within your scope.",
        "Hỏi đơn vị chủ quản hoặc kiểm tra lại mã.",
        "Ask the unit in charge, or check the code.",
    ),
    "ROLE_MISSING": Reason(
        "Vai trò của bạn không làm được việc này.",
        "Your roles do not allow this.",
        "Nhờ người giữ vai trò phù hợp.",
        "Ask somebody who holds the role.",
    ),
    "ROLE_SEPARATION": Reason(
        "Bạn đã giữ vai trò khác trong hồ sơ này.",
        "You hold another role in this file.",
        "Đề nghị người khác làm.",
        "Ask another person to do it.",
    ),
    "STATE_CHANGED": Reason(
        "Việc này không làm được khi đang ở trạng thái {state}.",
        "This is not possible in state {state}.",
        "Tải lại để xem trạng thái mới nhất.",
        "Load it again to see how it stands.",
    ),
    "IDEMPOTENCY_KEY_REUSED": Reason(
        "Khóa chống lặp đã dùng cho nội dung khác.",
        "The idempotency key was used with another body.",
        "Dùng khóa mới cho yêu cầu mới.",
        "Use a new key for a new request.",
    ),
    "TOO_LARGE": Reason(
        "Nội dung quá lớn.",
        "The content is too large.",
        "Giảm dung lượng rồi gửi lại.",
        "Make it smaller, then send it again.",
    ),
    "REASON_MISSING": Reason(
        "Phải nêu lý do.",
        "A reason is needed.",
        "Nêu ít nhất một lý do.",
        "Give at least one reason.",
    ),
}
