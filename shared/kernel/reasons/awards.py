"""Why something is refused: awards after their grant."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

AWARDS: Mapping[str, Reason] = {
    "PRESENTED_WHEN": Reason(
        "Ngày trao phải từ ngày quyết định ({decided_on}) đến hôm nay.",
        "The day of the presentation must lie between the decision ({decided_on}) and today.",
        "Ghi ngày đã trao.",
        "Say on which day it was handed over.",
    ),
    "CORRECTION_EMPTY": Reason(
        "Nội dung đính chính không khác nội dung đang có.",
        "The correction changes nothing.",
        "Ghi tên hoặc nội dung khen đúng.",
        "Say how the name or the citation should read.",
    ),
    "UNDER_EXAMINATION": Reason(
        "Khen thưởng theo quyết định {number} đang được xác minh.",
        "The award of decision {number} is under examination.",
        "Chờ kết quả xác minh.",
        "Wait for the end of the examination.",
    ),
}
