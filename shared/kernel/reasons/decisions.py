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
    "GRANTOR_DECLINED": Reason(
        "Người có thẩm quyền không đồng ý khen thưởng.",
        "The grantor does not commend.",
        "Xem lý do trong hồ sơ, hoặc đề nghị hình thức khác phù hợp.",
        "See why in the file, or nominate for a form that fits.",
    ),
    "IN_DRAFT": Reason(
        "Hồ sơ {number} đang trong dự thảo quyết định.",
        "File {number} stands in a draft of a decision.",
        "Trả lại dự thảo trước.",
        "Send the draft back first.",
    ),
    "CASE_ENDED": Reason(
        "Hồ sơ đã khép lại, không còn xét khen.",
        "The file has ended; nothing is commended by it any more.",
        "Làm tiếp với các hồ sơ khác; dự thảo có hồ sơ này thì trả lại và lập lại.",
        "Go on with the others; a draft with this file is sent back and made anew.",
    ),
    "NOT_HIGHER": Reason(
        "Hồ sơ {number} đã ở cấp quyết định, không trình lên nữa.",
        "File {number} is before its grantor already; nobody above decides.",
        "Xét và quyết định tại đây.",
        "Review and decide it here.",
    ),
    "TOO_LATE_SIGNED": Reason(
        "Quyết định khen đã ký, không rút hồ sơ được nữa.",
        "The decision is signed; the file cannot be taken back any more.",
        "Đề nghị người ký quyết định xem xét hủy khen thưởng nếu có căn cứ.",
        "Ask who signed to consider a revocation when there is a ground for it.",
    ),
    "CASE_WITHDRAWN": Reason(
        "Đơn vị đã rút hồ sơ.",
        "The unit took the file back.",
        "Dự thảo quyết định đi tiếp không có hồ sơ này.",
        "The draft goes on without this file.",
    ),
    "NUMBER_TAKEN": Reason(
        "Số quyết định {number} đã dùng trong năm.",
        "Decision number {number} is taken.",
        "Chọn số khác.",
        "Choose another number.",
    ),
}
