"""What systems of provinces read when their request is wrong. Source: section 11 of the design of notifications."""

from collections.abc import Mapping

from shared.runtime.web.words import FieldWords, Words

OUTSIDE: Mapping[str, Words] = {
    "client_invalid": Words(
        401,
        "Không xác thực được hệ thống gửi.",
        "The client is not proven.",
        "Ký lại bằng khóa đã đăng ký, với đúng nơi nhận và thời hạn.",
        "Sign again with a registered key, for this audience and a short time.",
    ),
    "scope_missing": Words(
        403,
        "Hệ thống gửi không có quyền này.",
        "The client lacks the scope for this.",
        "Xin cấp mã truy cập có quyền này, hoặc đề nghị cấp quyền.",
        "Ask for a token with this scope, or to be given the scope.",
    ),
    "signature_invalid": Words(
        401,
        "Chữ ký của yêu cầu không đúng.",
        "The request's signature does not hold.",
        "Ký đủ @method, @path, @query, content-digest, idempotency-key, kèm created, keyid, nonce.",
        "Sign @method, @path, @query, content-digest and idempotency-key with created, keyid and nonce.",
    ),
    "signature_expired": Words(
        401,
        "Chữ ký của yêu cầu lệch quá 5 phút.",
        "The request's signature is more than 5 minutes off.",
        "Chỉnh đồng hồ rồi ký lại.",
        "Set the clock, then sign again.",
    ),
    "replayed": Words(
        401,
        "Chữ ký này đã được dùng.",
        "This signature was used before.",
        "Ký lại với mã dùng một lần mới; giữ nguyên khóa chống lặp.",
        "Sign again with a new nonce; keep the idempotency key.",
    ),
    "idempotency_key_reused": Words(
        422,
        "Khóa chống lặp đã dùng cho nội dung khác.",
        "The idempotency key was used with another body.",
        "Dùng khóa mới cho yêu cầu mới.",
        "Use a new key for a new request.",
    ),
    "still_running": Words(
        409,
        "Yêu cầu mang khóa chống lặp này đang được xử lý.",
        "The request with this idempotency key is still running.",
        "Gửi lại với cùng khóa sau vài giây.",
        "Send it again with the same key in a few seconds.",
    ),
    "too_many_items": Words(
        413,
        "Nhiều hơn {most} mục trong một lần gửi.",
        "More than {most} items in one request.",
        "Gửi dạng NDJSON (application/x-ndjson) để xử lý thành việc nền, hoặc chia nhỏ.",
        "Send lines (application/x-ndjson), which are worked at as a job, or send less.",
    ),
    "cursor_invalid": Words(
        400,
        "Con trỏ không hợp lệ.",
        "The cursor is not valid.",
        "Dùng đúng con trỏ đã nhận, hoặc bắt đầu từ 0.",
        "Use a cursor as it was given, or begin at 0.",
    ),
    "cursor_forked": Words(
        409,
        "Con trỏ thuộc phần lịch sử đã mất.",
        "The cursor is from a history that was lost.",
        "Đọc lại từ resume_from.",
        "Read again from resume_from.",
    ),
    "too_fast": Words(
        429,
        "Gửi quá nhanh.",
        "Too many requests.",
        "Chờ theo Retry-After rồi gửi tiếp.",
        "Wait as Retry-After says, then go on.",
    ),
}


ITEMS: Mapping[str, FieldWords] = {
    "unit_unknown": FieldWords(
        "unit_unknown",
        "Không có đơn vị này trong phạm vi của hệ thống gửi, vào ngày của thành tích.",
        "No unit in the client's scope had this code on the day of the deed.",
    ),
    "unit_ambiguous": FieldWords(
        "unit_ambiguous",
        "Đơn vị mang mã này đã chia; chọn một trong các đơn vị ở candidates.",
        "The unit of this code was split; name one of the candidates.",
    ),
    "unit_retired": FieldWords(
        "unit_retired",
        "Mã này không còn hiệu lực; đơn vị kế tiếp ở successors.",
        "The code counts no more; the units that came after are in successors.",
    ),
    "award_kind_unknown": FieldWords(
        "award_kind_unknown",
        "Không có hình thức khen này; xem danh mục award-kinds.",
        "There is no such award; see the catalogue award-kinds.",
    ),
    "duplicate_in_batch": FieldWords(
        "duplicate_in_batch",
        "Trong cùng lần gửi, mã này mang hai nội dung khác nhau.",
        "The batch says different things under this external_id.",
    ),
    "locked": FieldWords(
        "locked",
        "Hồ sơ đã được gửi đi, hoặc người, đơn vị, hình thức khen đã khác: không đổi được qua cổng. "
        "Hãy trao đổi với đơn vị; nếu chưa có hồ sơ nào, gửi dưới external_id khác.",
        "The file was submitted, or is of another person, unit or award: it cannot be changed from outside. "
        "Talk with the unit; where there is no file yet, send it under another external_id.",
    ),
    "owner_failed": FieldWords(
        "owner_failed",
        "Hệ thống không xử lý được mục này sau nhiều lần thử; báo đơn vị vận hành rồi gửi lại.",
        "The house could not handle this item, however often it tried: tell the operator, then send it again.",
    ),
}
"""What is told about one item of a batch."""
