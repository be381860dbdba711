"""Why something is refused: units, subjects and movements."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

ORGANISATION: Mapping[str, Reason] = {
    "UNKNOWN_SUBJECT": Reason(
        "Không có đối tượng {subject} trong danh mục.",
        "Subject {subject} is not known.",
        "Kiểm tra mã đối tượng.",
        "Check the code of the subject.",
    ),
    "UNKNOWN_UNIT": Reason(
        "Không có đơn vị {unit}.",
        "Unit {unit} is not known.",
        "Kiểm tra mã đơn vị.",
        "Check the code of the unit.",
    ),
    "UNIT_CLOSED": Reason(
        "Đơn vị {unit} đã ngừng hoạt động.",
        "Unit {unit} is closed.",
        "Chọn đơn vị kế thừa.",
        "Choose the unit that succeeded it.",
    ),
    "UNKNOWN_MOVEMENT": Reason(
        "Không có phong trào {movement}.",
        "Movement {movement} is not known.",
        "Chọn phong trào trong danh sách.",
        "Choose a movement from the list.",
    ),
}
