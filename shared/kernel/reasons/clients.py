"""Why something is refused: systems of clients, and the codes by which they name units."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

CLIENTS: Mapping[str, Reason] = {
    "CLIENT_KEY_UNREADABLE": Reason(
        "Khóa {kid} không dùng được.",
        "Key {kid} cannot be used.",
        "Gửi khóa công khai Ed25519 hoặc P-256 dạng JWK; khóa bí mật không được rời khỏi hệ thống của bên gửi.",
        "Send a public key of Ed25519 or P-256 as a JWK; the private half never leaves the client's system.",
    ),
    "CLIENT_NAME_UNFIT": Reason(
        "Mã hệ thống {ref} có dấu gạch dưới.",
        "The name {ref} of a system holds an underscore.",
        "Đặt mã khác: chỉ dùng chữ không dấu, số, dấu chấm, gạch nối. Kafka không phân biệt gạch dưới với dấu chấm.",
        "Choose another name of letters, digits, dots and hyphens. Kafka takes an underscore for a dot.",
    ),
    "CLIENT_KEY_KNOWN": Reason(
        "Mã khóa {kid} đã được dùng.",
        "The key id {kid} was used before.",
        "Đặt mã khác cho khóa mới.",
        "Give the new key another id.",
    ),
    "CLIENT_SHUT_OUT": Reason(
        "Hệ thống này đang bị dừng, hoặc không được nhận tin.",
        "This system is suspended, or may not be sent events.",
        "Hỏi người vận hành.",
        "Ask the operators.",
    ),
    "UNIT_CODE_FORM": Reason(
        "Mã {value} không đúng dạng của bảng mã {scheme}.",
        "Code {value} has not the form of scheme {scheme}.",
        "Kiểm tra lại mã và bảng mã.",
        "Check the code and its scheme.",
    ),
    "UNIT_CODE_TAKEN": Reason(
        "Mã {value} của bảng mã {scheme} đã là của đơn vị khác trong thời gian này.",
        "Code {value} of scheme {scheme} is another unit's at this time.",
        "Ghi ngày cuối của đơn vị trước, rồi ghi lại.",
        "Record the last day of the unit before, then this one.",
    ),
}
