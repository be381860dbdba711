"""Why something is refused: awards after their grant."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

AWARDS: Mapping[str, Reason] = {
    "DAY_OUTSIDE": Reason(
        "Ngày ghi phải từ ngày quyết định ({decided_on}) đến hôm nay.",
        "The day must lie between the decision ({decided_on}) and today.",
        "Ghi ngày việc này đã diễn ra.",
        "Say on which day it happened.",
    ),
    "CEREMONY_IN_PAST": Reason(
        "Ngày trao phải từ hôm nay trở đi.",
        "The day of the ceremony must not lie in the past.",
        "Chọn một ngày từ hôm nay trở đi; nếu đã trao, ghi là đã trao.",
        "Choose today or a later day; if it was handed over already, say so.",
    ),
    "ALREADY_PAID": Reason(
        "Tiền thưởng theo quyết định {number} đã chi.",
        "The bonus of decision {number} was paid already.",
        "Xem ngày chi trong hồ sơ; tiền thưởng chỉ chi một lần.",
        "See the day of the payment in the file; a bonus is paid once.",
    ),
    "TOO_MANY_PAYMENTS": Reason(
        "Danh sách có hơn {most} khoản.",
        "The list has more than {most} payments.",
        "Chọn khoảng ngày ngắn hơn hoặc một cấp khen.",
        "Ask for fewer days, or for one grantor.",
    ),
    "RECOVERED_TOO_MUCH": Reason(
        "Số tiền vượt số còn phải thu: {left_vnd} đồng.",
        "More than the {left_vnd} đồng that are still due.",
        "Ghi đúng số tiền đã thu lại.",
        "Say how much came back.",
    ),
    "RECOVERY_EMPTY": Reason(
        "Không có khoản nào còn phải thu được ghi nhận.",
        "Nothing that is due came back.",
        "Ghi số tiền đã thu lại hoặc hiện vật đã nhận lại.",
        "Say which money or object came back.",
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
