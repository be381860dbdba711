"""Why something is refused: supervision and its findings."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

SUPERVISION: Mapping[str, Reason] = {
    "NOT_OWNER": Reason(
        "Nội dung giám sát này được giao cho người khác.",
        "This finding is assigned to somebody else.",
        "Người được giao báo kết quả, hoặc đề nghị giám sát giao lại.",
        "Its owner reports what was done, or supervision assigns it anew.",
    ),
    "COMPLAINT_VERIFYING": Reason(
        "Hồ sơ {number} có đơn đang được xác minh.",
        "A complaint about file {number} is being verified.",
        "Khi đơn được giải quyết, hồ sơ tự được xét tiếp.",
        "When the complaint is resolved, the file goes on by itself.",
    ),
    "NOTHING_TO_REVOKE": Reason(
        "Hồ sơ chưa được khen nên không có gì để hủy.",
        "The file was not granted, so there is nothing to revoke.",
        "Yêu cầu xem xét lại hồ sơ.",
        "Ask for another review.",
    ),
    "DUE_IN_PAST": Reason(
        "Hạn xử lý phải từ hôm nay trở đi.",
        "The day it falls due must not lie in the past.",
        "Chọn một ngày từ hôm nay trở đi.",
        "Choose today or a later day.",
    ),
}
