"""Why something about an address is refused."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

CONTACTS: Mapping[str, Reason] = {
    "CONTACT_CODE_WRONG": Reason(
        "Mã xác nhận không đúng hoặc đã hết hạn.",
        "The confirmation code is wrong or no longer good.",
        "Nhập lại mã trong thư mới nhất, hoặc lưu địa chỉ lần nữa để nhận mã mới.",
        "Enter the code of the newest letter, or set the address again to get a new one.",
    ),
    "CONTACT_TOO_MANY_CODES": Reason(
        "Đã gửi quá nhiều mã xác nhận trong một giờ.",
        "Too many confirmation codes were sent within an hour.",
        "Chờ một giờ rồi lưu địa chỉ lại.",
        "Wait an hour, then set the address again.",
    ),
    "MAIL_IS_OFF": Reason(
        "Kịp Thời ở đây chưa gửi thư điện tử.",
        "Kịp Thời sends no e-mail here.",
        "Xem thông báo trong Kịp Thời; người vận hành có thể bật việc gửi thư.",
        "Read the messages in Kịp Thời; an operator can turn mail on.",
    ),
    "CONTACT_REFUSED": Reason(
        "Máy chủ thư không nhận địa chỉ này.",
        "The mail server does not take this address.",
        "Kiểm tra địa chỉ rồi lưu lại.",
        "Check the address, then set it again.",
    ),
}
