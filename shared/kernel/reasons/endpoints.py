"""Why something is refused: where the systems of clients listen."""

from collections.abc import Mapping

from shared.kernel.reasons.reason import Reason

ENDPOINTS: Mapping[str, Reason] = {
    "URL_FORBIDDEN": Reason(
        "Không gửi đến địa chỉ này được: {rule}.",
        "No call goes out to this address: {rule}.",
        "Dùng https, cổng 443 hoặc 8443 và tên miền công khai; mạng nội bộ phải do người vận hành mở.",
        "Use https, port 443 or 8443, and a public name; an operator opens networks inside.",
    ),
    "EVENT_NOT_ANNOUNCED": Reason(
        "Không có sự kiện {kind} trong danh mục gửi ra ngoài.",
        "Event {kind} is not told to systems outside.",
        "Chọn sự kiện trong danh mục, hoặc để trống để nhận tất cả.",
        "Choose from the catalogue, or leave it empty to hear all.",
    ),
    "TOO_MANY_FILTERS": Reason(
        "Mỗi kết nối có nhiều nhất {most} bộ lọc.",
        "An endpoint has {most} filters at most.",
        "Lọc theo đơn vị cấp trên, hoặc đăng ký thêm kết nối.",
        "Filter by a unit above, or register another endpoint.",
    ),
    "TOO_MANY_ENDPOINTS": Reason(
        "Mỗi hệ thống có nhiều nhất {most} kết nối.",
        "A client has {most} endpoints at most.",
        "Tắt kết nối không còn dùng rồi đăng ký lại.",
        "Disable one that is not used any more, then register again.",
    ),
    "TOO_MANY_REGISTRATIONS": Reason(
        "Mỗi hệ thống đăng ký nhiều nhất {most} kết nối trong một ngày.",
        "A client registers {most} endpoints in a day at most.",
        "Mở lại kết nối đã tắt, hoặc đợi đến ngày mai.",
        "Reopen one that was disabled, or wait until tomorrow.",
    ),
    "ENDPOINT_NOT_PENDING": Reason(
        "Kết nối không ở trạng thái chờ xác minh.",
        "The endpoint does not wait for its proof.",
        "Tải lại; kết nối đã tắt thì mở lại trước khi xác minh.",
        "Reload; reopen one that is disabled before it is proven.",
    ),
    "ENDPOINT_NOT_ACTIVE": Reason(
        "Kết nối chưa hoạt động.",
        "The endpoint is not active.",
        "Xác minh kết nối trước, rồi gửi thử.",
        "Prove it first, then test it.",
    ),
    "CHALLENGE_FAILED": Reason(
        "Hệ thống nhận chưa xác minh được: {why}.",
        "The receiver did not show that it wants our calls: {why}.",
        "Trả lời OPTIONS bằng WebHook-Allowed-Origin, hoặc trả lại challenge của endpoint.verification, rồi thử lại.",
        "Answer OPTIONS with WebHook-Allowed-Origin, or echo the challenge of endpoint.verification, then try again.",
    ),
    "ACCESS_UNUSABLE": Reason(
        "Không kết nối được như vậy: {why}.",
        "Nothing would arrive so: {why}.",
        "Gửi chứng thư PEM còn hạn, khóa đúng với chứng thư và không đặt mật khẩu; các địa chỉ dùng https.",
        "Send certificates in force as PEM, the key that belongs to them without a password; addresses use https.",
    ),
    "TOO_MANY_CALLS": Reason(
        "Đã thử {most} lần trong một giờ.",
        "It was tried {most} times in an hour.",
        "Đợi một giờ rồi thử lại.",
        "Wait an hour, then try again.",
    ),
    "NEXT_KEY_WAITS": Reason(
        "Khóa kế tiếp đã công bố và chưa đến giờ ký.",
        "The next key is published already and does not sign yet.",
        "Đợi khóa kế tiếp bắt đầu ký; khóa bị lộ thì thu hồi ngay.",
        "Wait until it signs; revoke keys that became known.",
    ),
    "REDRIVE_TOO_OLD": Reason(
        "Chỉ gửi lại được sự kiện trong {days} ngày gần nhất.",
        "Events of the last {days} days are sent again.",
        "Chọn ngày gần hơn; sự kiện cũ hơn thì lấy từ sổ khen thưởng.",
        "Choose a later day; pull what is older from the register.",
    ),
    "REDRIVE_TOO_LARGE": Reason(
        "Mỗi lần gửi lại nhiều nhất {most} sự kiện.",
        "One job sends {most} events again at most.",
        "Chọn khoảng thời gian ngắn hơn.",
        "Choose a shorter time.",
    ),
    "REDRIVE_RUNS": Reason(
        "Đang gửi lại đến kết nối này.",
        "Something is being sent again to this endpoint.",
        "Đợi lần gửi lại đang chạy kết thúc.",
        "Wait until it has ended.",
    ),
}
