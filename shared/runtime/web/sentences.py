"""What people and programs read when a request itself is wrong; refusals by a rule stand in the kernel's vocabulary."""

from collections.abc import Mapping

from shared.runtime.web.outside import OUTSIDE
from shared.runtime.web.words import FieldWords, Words

TECHNICAL: Mapping[str, Words] = {
    "malformed": Words(
        400,
        "Nội dung gửi không phải JSON hợp lệ.",
        "The body is not valid JSON.",
        "Sửa định dạng JSON rồi gửi lại.",
        "Mend the JSON, then send it again.",
    ),
    "idempotency_key_missing": Words(
        400,
        "Thiếu khóa chống lặp Idempotency-Key.",
        "The header Idempotency-Key is missing.",
        "Gửi kèm một khóa mới cho mỗi việc, và cùng khóa đó khi gửi lại.",
        "Send a new key with each piece of work, and the same key when you repeat it.",
    ),
    "idempotency_key_invalid": Words(
        400,
        "Khóa chống lặp Idempotency-Key không hợp lệ.",
        "The Idempotency-Key must be 1 to 200 visible ASCII characters.",
        "Dùng từ 1 đến 200 ký tự ASCII, ví dụ một UUID.",
        "Use 1 to 200 ASCII characters, such as a UUID.",
    ),
    "if_match_invalid": Words(
        400,
        "Tiêu đề If-Match không hợp lệ.",
        'If-Match must be one version between quotation marks, such as "7".',
        'Gửi số phiên bản đã xem, ví dụ "7", hoặc bỏ tiêu đề này.',
        'Send the version that you saw, such as "7", or leave the header out.',
    ),
    "operation_declined": Words(
        409,
        "Không còn gì để làm: bản ghi đã được xử lý, đang được thử lại hoặc đã bỏ.",
        "There is nothing left to do: the record was handled, is being tried again or was left out.",
        "Tải lại danh sách để xem hiện nay còn gì.",
        "Load the list again to see what is left.",
    ),
    "token_missing": Words(
        401,
        "Bạn chưa đăng nhập.",
        "No access token was sent.",
        "Đăng nhập rồi thử lại.",
        "Sign in, then try again.",
    ),
    "token_expired": Words(
        401,
        "Phiên đăng nhập đã hết hạn.",
        "The access token has expired.",
        "Đăng nhập lại.",
        "Sign in again.",
    ),
    "token_invalid": Words(
        401,
        "Phiên đăng nhập không hợp lệ.",
        "The access token is not valid.",
        "Đăng nhập lại.",
        "Sign in again.",
    ),
    "wrong_audience": Words(
        401,
        "Phiên đăng nhập không dùng được cho dịch vụ này.",
        "The access token is not meant for this service.",
        "Xin cấp mã truy cập cho đúng dịch vụ.",
        "Ask for an access token for this service.",
    ),
    "not_found": Words(
        404,
        "Không có địa chỉ này.",
        "There is no such address.",
        "Kiểm tra lại địa chỉ.",
        "Check the address.",
    ),
    "method_not_allowed": Words(
        405,
        "Địa chỉ này không nhận phương thức vừa dùng.",
        "The address does not take this method.",
        "Xem tài liệu của địa chỉ.",
        "See the description of the address.",
    ),
    "changed_by_another": Words(
        409,
        "Người khác vừa thay đổi mục này; việc của bạn chưa được ghi.",
        "Someone else has just changed this; nothing of yours was kept.",
        "Tải lại rồi thử lại.",
        "Load it again, then try again.",
    ),
    "taken": Words(
        409,
        "Giá trị này đã có mục khác dùng.",
        "Another thing already holds this value.",
        "Dùng giá trị khác.",
        "Use another value.",
    ),
    "already_exists": Words(
        409,
        "Mục này đã có với nội dung khác.",
        "The thing already exists with other content.",
        "Mở mục đã có.",
        "Open the thing that exists.",
    ),
    "outdated": Words(
        412,
        "Mục này đã thay đổi từ khi bạn xem; việc của bạn chưa được ghi.",
        "This has changed since you looked; nothing of yours was kept.",
        "Tải lại để xem bản mới, rồi quyết định lại.",
        "Load it again, then decide again.",
    ),
    "too_large": Words(
        413,
        "Nội dung gửi lớn hơn mức cho phép ({limit} byte).",
        "The body is larger than allowed ({limit} bytes).",
        "Giảm dung lượng rồi gửi lại.",
        "Make it smaller, then send it again.",
    ),
    "unsupported_media_type": Words(
        415,
        "Địa chỉ này chỉ nhận application/json.",
        "The address takes application/json only.",
        "Gửi với Content-Type: application/json.",
        "Send it with Content-Type: application/json.",
    ),
    "body_invalid": Words(
        422,
        "Nội dung gửi có trường chưa đúng.",
        "Some fields are not right.",
        "Sửa từng trường nêu dưới đây.",
        "Mend each field that is named below.",
    ),
    "internal": Words(
        500,
        "Hệ thống gặp lỗi. Mã để báo: {quote}.",
        "Something went wrong. Code to quote: {quote}.",
        "Thử lại; nếu vẫn lỗi, báo mã này cho bộ phận hỗ trợ.",
        "Try again; if it stays so, tell support the code.",
    ),
    "unavailable": Words(
        503,
        "Hệ thống đang tạm gián đoạn; việc của bạn chưa chắc đã được ghi.",
        "The service cannot answer now; it is not certain that anything was kept.",
        "Gửi lại với cùng khóa chống lặp sau vài giây.",
        "Send it again with the same idempotency key in a few seconds.",
    ),
    **OUTSIDE,
}


_NUMBER = FieldWords("number_invalid", "Phải là một số.", "Must be a number.")
_INTEGER = FieldWords("integer_invalid", "Phải là số nguyên.", "Must be a whole number.")
_TEXT = FieldWords("text_invalid", "Phải là chữ.", "Must be text.")
_DATE = FieldWords("date_invalid", "Phải là ngày có thật, dạng 2026-11-23.", "Must be a real date such as 2026-11-23.")
_INSTANT = FieldWords(
    "instant_invalid",
    "Phải là thời điểm có múi giờ, dạng 2026-11-23T08:00:00+07:00.",
    "Must be an instant with a time zone such as 2026-11-23T08:00:00+07:00.",
)
_UUID = FieldWords("uuid_invalid", "Phải là mã UUID.", "Must be a UUID.")
_TRUTH = FieldWords("boolean_invalid", "Phải là true hoặc false.", "Must be true or false.")
_OBJECT = FieldWords("object_invalid", "Phải là một đối tượng JSON.", "Must be a JSON object.")
_LIST = FieldWords("list_invalid", "Phải là một danh sách.", "Must be a list.")
_CHOICE = FieldWords("choice_invalid", "Phải là một trong: {expected}.", "Must be one of: {expected}.")
_KIND = FieldWords("kind_invalid", "Loại này không có; chọn: {expected_tags}.", "Choose one kind: {expected_tags}.")

UNKNOWN = FieldWords("value_invalid", "Giá trị không hợp lệ.", "The value is not valid.")

FIELDS: Mapping[str, FieldWords] = {
    "missing": FieldWords("missing", "Thiếu trường này.", "The field is missing."),
    "extra_forbidden": FieldWords("unknown_field", "Không có trường này.", "There is no such field."),
    "json_invalid": FieldWords("json_invalid", "Không phải JSON hợp lệ.", "Not valid JSON."),
    "json_type": FieldWords("json_invalid", "Không phải JSON hợp lệ.", "Not valid JSON."),
    "int_parsing": _INTEGER,
    "int_type": _INTEGER,
    "int_from_float": _INTEGER,
    "int_parsing_size": _INTEGER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "bytes_type": _TEXT,
    "string_too_long": FieldWords("too_long", "Dài quá {max_length} ký tự.", "Longer than {max_length} characters."),
    "string_too_short": FieldWords(
        "too_short", "Phải có ít nhất {min_length} ký tự.", "Must have at least {min_length} characters."
    ),
    "string_pattern_mismatch": FieldWords("format_invalid", "Không đúng định dạng.", "The format is not right."),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "datetime_object_invalid": _INSTANT,
    "timezone_naive": _INSTANT,
    "timezone_aware": _INSTANT,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "uuid_version": _UUID,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "too_long": FieldWords("too_many", "Nhiều hơn {max_length} mục.", "More than {max_length} items."),
    "too_short": FieldWords("too_few", "Phải có ít nhất {min_length} mục.", "Must have at least {min_length} items."),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "union_tag_invalid": _KIND,
    "union_tag_not_found": FieldWords("kind_missing", "Thiếu trường nêu loại.", "No kind is named."),
    "greater_than": FieldWords("too_small", "Phải lớn hơn {gt}.", "Must be greater than {gt}."),
    "greater_than_equal": FieldWords("too_small", "Phải từ {ge} trở lên.", "Must be at least {ge}."),
    "less_than": FieldWords("too_big", "Phải nhỏ hơn {lt}.", "Must be less than {lt}."),
    "less_than_equal": FieldWords("too_big", "Không được quá {le}.", "Must be at most {le}."),
    "multiple_of": FieldWords("step_invalid", "Phải là bội của {multiple_of}.", "Must be a multiple of {multiple_of}."),
    "none_required": FieldWords("value_invalid", "Phải để trống.", "Must be null."),
    "url_parsing": FieldWords("url_invalid", "Phải là một địa chỉ web.", "Must be a web address."),
    "url_scheme": FieldWords("url_invalid", "Phải là một địa chỉ web.", "Must be a web address."),
}
