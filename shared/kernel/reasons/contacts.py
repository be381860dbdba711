"""Why something about an address or a telephone is refused."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

CONTACTS: Mapping[str, Reason] = {
    "CONTACT_CODE_WRONG": Reason(
        "Mã xác nhận không đúng hoặc đã hết hạn.",
        "The confirmation code is wrong or no longer good.",
        "Nhập lại mã mới nhất đã nhận, hoặc lưu lần nữa để nhận mã mới.",
        "Enter the newest code that came, or set the address or number again to get a new one.",
    ),
    "CONTACT_TOO_MANY_CODES": Reason(
        "Đã gửi quá nhiều mã xác nhận: ba mã một giờ, năm mã một ngày là nhiều nhất.",
        "Too many confirmation codes were sent: three an hour and five a day are the most.",
        "Chờ một giờ, hoặc đến hôm sau, rồi lưu lại.",
        "Wait an hour, or until the next day, then set the address or number again.",
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
    "TELEPHONE_WRONG": Reason(
        "Đây không phải số di động Việt Nam.",
        "This is no mobile number of Viet Nam.",
        "Nhập mười chữ số bắt đầu bằng 03, 05, 07, 08 hoặc 09, hay dạng +84.",
        "Enter ten digits that begin with 03, 05, 07, 08 or 09, or the form +84.",
    ),
    "SMS_IS_OFF": Reason(
        "Kịp Thời ở đây chưa gửi tin nhắn.",
        "Kịp Thời sends no short messages here.",
        "Xem thông báo trong Kịp Thời; người vận hành có thể bật việc gửi tin nhắn.",
        "Read the messages in Kịp Thời; an operator can turn short messages on.",
    ),
    "DELIVERY_NOT_UNKNOWN": Reason(
        "Tin này không còn chờ người vận hành trả lời.",
        "This message waits for no operator's word any more.",
        "Tải lại trang để xem những tin còn chờ.",
        "Load the page again to see which ones still wait.",
    ),
    "TELEPHONE_REFUSED": Reason(
        "Nhà mạng báo không có số điện thoại này.",
        "The network says that nobody has this number.",
        "Kiểm tra số điện thoại rồi lưu lại.",
        "Check the number, then set it again.",
    ),
}
