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
    "UNIT_NOT_YET": Reason(
        "Ngày đó chưa có đơn vị {unit}; đơn vị hoạt động từ {on}.",
        "Unit {unit} did not exist yet on that day; it begins on {on}.",
        "Chọn đơn vị của ngày đó.",
        "Choose the unit of that day.",
    ),
    "UNKNOWN_CLUSTER": Reason(
        "Không có cụm, khối thi đua {cluster}.",
        "Cluster {cluster} is not known.",
        "Kiểm tra mã cụm, khối thi đua.",
        "Check the code of the cluster.",
    ),
    "LEAD_NOT_MEMBER": Reason(
        "Đơn vị {unit} không phải thành viên nên không thể làm trưởng hoặc phó.",
        "Unit {unit} is no member, so it cannot lead.",
        "Thêm đơn vị vào danh sách hoặc chọn thành viên khác.",
        "Add it to the members or choose another member.",
    ),
    "MERGER_CYCLE": Reason(
        "Đơn vị {unit} là đơn vị kế thừa của {into}, không thể lại nhập vào đó.",
        "Unit {unit} came after {into}, so it cannot be merged into it.",
        "Kiểm tra đơn vị trước và đơn vị kế thừa.",
        "Check which unit was there before and which comes after.",
    ),
    "LINEAGE_INCOMPLETE": Reason(
        "Chưa có đơn vị nào kế thừa {unit}.",
        "No unit goes on where {unit} ends.",
        "Ghi việc sáp nhập hoặc chia tách trước khi đóng.",
        "Record the merger or the split before closing it.",
    ),
    "PARENT_CYCLE": Reason(
        "Đơn vị {unit} không thể đứng trên chính nó.",
        "Unit {unit} cannot stand above itself.",
        "Kiểm tra đơn vị cấp trên.",
        "Check the unit above it.",
    ),
    "UNKNOWN_MOVEMENT": Reason(
        "Không có phong trào {movement}.",
        "Movement {movement} is not known.",
        "Chọn phong trào trong danh sách.",
        "Choose a movement from the list.",
    ),
}
