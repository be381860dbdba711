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
    "DUE_IN_PAST": Reason(
        "Hạn xử lý phải từ hôm nay trở đi.",
        "The day it falls due must not lie in the past.",
        "Chọn một ngày từ hôm nay trở đi.",
        "Choose today or a later day.",
    ),
}
