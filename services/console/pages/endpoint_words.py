"""How the connections of systems are told: their states, what they hear of, why a call did not arrive."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

STATE_VI: Final[Mapping[str, str]] = {
    "pending": "Chờ xác minh",
    "active": "Đang hoạt động",
    "throttled": "Bên nhận xin chậm lại",
    "disabled": "Đã tắt",
}
TONE: Final[Mapping[str, str]] = {"pending": "vang", "active": "luc", "throttled": "vang"}
OFF_VI: Final[Mapping[str, str]] = {
    "by_hand": "người quản lý kết nối đã tắt",
    "gone": "bên nhận báo không nhận nữa (410)",
    "failing": "năm ngày liền không lần gửi nào đến nơi",
}
CONTACT_VI: Final[Mapping[str, str]] = {
    "unproven": "chưa xác nhận: chỉ nhận thư đầu tiên, trong thư có liên kết xác nhận",
    "proven": "đã xác nhận",
    "dead": "địa chỉ không tồn tại, không gửi thư nữa",
}
KIND_VI: Final[Mapping[str, str]] = {
    "award.published": "Công bố khen thưởng",
    "award.presented": "Trao thưởng",
    "award.corrected": "Đính chính quyết định",
    "award.revoked": "Thu hồi quyết định",
    "job.finished": "Xử lý xong một lô đã gửi",
}
SIGNS_VI: Final[Mapping[str, str]] = {
    "ed25519": "Ed25519: bên nhận kiểm tra bằng khóa công khai",
    "hmac": "HMAC: hai bên giữ chung một khóa bí mật",
}
SENT_TO: Final = frozenset({"active", "throttled"})
"""The states of a connection that is sent something."""

SENT_VI: Final[Mapping[str, str]] = {
    "blocked": "Chờ tin trước",
    "due": "Chờ gửi",
    "held": "Chờ đến giờ",
    "leased": "Đang gửi",
    "done": "Đã nhận",
    "dead": "Không gửi được",
    "cancelled": "Đã hủy",
    "unknown": "Chưa rõ kết quả",
}
SENT_TONE: Final[Mapping[str, str]] = {"done": "luc", "dead": "do", "cancelled": "xam", "unknown": "vang"}
AGAIN_VI: Final[Mapping[str, str]] = {
    "dead": "Những tin không gửi được",
    "all": "Tất cả, kể cả tin bên nhận đã nhận",
}
PHASE_VI: Final[Mapping[str, str]] = {
    "dns": "tìm tên miền",
    "connect": "kết nối",
    "tls": "kiểm tra chứng thư",
    "answer": "chờ trả lời",
}
CALL_VI: Final[Mapping[str, str]] = {"proof": "Xác minh", "test": "Gửi thử"}
_WHY_VI: Final[Mapping[str, str]] = {
    "timeout": "bên nhận không trả lời kịp 15 giây",
    "dns": "không tìm thấy tên miền",
    "connect": "không kết nối được",
    "connection": "kết nối bị cắt giữa chừng",
    "tls": "không lập được kết nối bảo mật với bên nhận",
    "tls: unknown authority": "không tin được nơi cấp chứng thư số của bên nhận",
    "tls: certificate not in force": "chứng thư số của bên nhận chưa hoặc không còn hiệu lực",
    "tls: certificate of another host": "chứng thư số của bên nhận không phải của tên miền này",
    "tls: certificate not accepted": "chứng thư số của bên nhận không hợp lệ",
    "tls: no certificate of ours shown": "bên nhận đòi chứng thư số mà kết nối này chưa đặt",
    "tls: our certificate refused": "bên nhận không nhận chứng thư số của Kịp Thời",
    "tls: handshake refused": "bên nhận từ chối kết nối bảo mật, có thể vì đòi chứng thư số",
    "tls: TLS 1.2 at least": "bên nhận không dùng TLS 1.2 trở lên",
    "not given": "nơi cấp từ chối",
    "challenge not echoed": "bên nhận không gửi lại đúng mã thử",
    "endpoint not active": "kết nối không hoạt động",
    "https only": "chỉ dùng https",
    "not a URL": "địa chỉ không đúng dạng",
    "port 443 or 8443": "chỉ dùng cổng 443 hoặc 8443",
    "not a host name": "tên miền không đúng dạng",
    "an address, not a name": "phải dùng tên miền, không dùng địa chỉ số",
    "a name of a house": "tên này chỉ có trong mạng nội bộ",
    "no authority": "chứng thư gốc không đúng dạng PEM",
    "authority may not sign": "chứng thư gốc này không được cấp chứng thư khác",
    "authority not in force": "chứng thư gốc chưa hoặc không còn hiệu lực",
    "no certificate": "chứng thư không đúng dạng PEM",
    "certificate not in force": "chứng thư chưa hoặc không còn hiệu lực",
    "too many certificates": "nhiều nhất 5 chứng thư",
    "no open key": "khóa không đúng dạng PEM hoặc có mật khẩu",
    "key of another certificate": "khóa không phải của chứng thư này",
    "RSA key too long": "khóa RSA dài nhất 4096 bit",
    "too weak for TLS": "khóa hoặc chữ ký của chứng thư quá yếu",
    "address without TLS": "địa chỉ không dùng https",
}
ENDS_SOON: Final = timedelta(days=30)
_ANSWERED: Final = re.compile(r"answered (\d{3})")


def ends_soon(told: Mapping[str, Any], now: datetime) -> datetime | None:
    """When the first certificate of a connection ends, if that is within thirty days or was before."""
    access = told.get("access") or {}
    ends = [datetime.fromisoformat(one["until"]) for name in ("ca", "certificate") if (one := access.get(name))]
    return min((end for end in ends if end - now <= ENDS_SOON), default=None)


def why_vi(reason: str) -> str:
    """Why a call did not arrive, or an address is refused; empty for what has no words."""
    answered = _ANSWERED.fullmatch(reason)
    if answered:
        return f"bên nhận trả lời mã {answered[1]}"
    if reason.startswith("forbidden: "):
        return f"tên miền dẫn đến địa chỉ bị chặn ({reason.removeprefix('forbidden: ')})"
    if reason.startswith("token: "):
        inner = why_vi(reason.removeprefix("token: "))
        return f"không lấy được mã truy cập ({inner or 'trả lời không đọc được'})"
    return _WHY_VI.get(reason, "")
