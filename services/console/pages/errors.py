"""What a page says when it cannot be shown: 403, 404, 503, 500."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.console.pages.fault import in_vietnamese, said
from services.console.pages.frame import Frame
from services.console.pages.visit import ForgedFormError
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, SignIn
from services.console.usecases.signing_in import SignInRefusedError
from shared.kernel.errors import ForbiddenError, UnavailableError
from shared.kernel.reasons import REASONS
from shared.runtime.web.problems import ProblemError

Words = tuple[int, str, str, str]
"""Status, title, sentence, way out."""

_NOT_FOUND: Final = (
    404,
    "Không tìm thấy trang",
    "Không có trang hay hồ sơ nào ở địa chỉ này.",
    "Mã hồ sơ có dạng KT-2026-0147. Kiểm tra lại mã, hoặc mở từ Việc của tôi.",
)
_FORGED: Final = (
    403,
    "Không nhận biểu mẫu này",
    "Biểu mẫu đã cũ hoặc được gửi từ nơi khác.",
    "Mở lại trang rồi gửi lại.",
)
_DOWN: Final = (
    503,
    "Tạm thời chưa trả lời được",
    "Một phần của hệ thống đang không trả lời. Việc bạn vừa làm có thể đã được ghi hoặc chưa.",
    "Thử lại sau ít phút; gửi lại cùng biểu mẫu không tạo thêm hồ sơ.",
)
_UNREADABLE: Final = (
    400,
    "Không đọc được biểu mẫu",
    "Biểu mẫu vừa gửi có quá nhiều tệp, hoặc đến không trọn vẹn.",
    "Quay lại, chọn nhiều nhất 10 tệp một lần rồi gửi lại.",
)
_TOO_LARGE: Final = (
    413,
    "Các tệp cộng lại quá lớn",
    "Một lần gửi nhận nhiều nhất 60 MB, mỗi tệp không quá 20 MB.",
    "Quay lại, gửi các tệp làm nhiều lần.",
)
_SIGN_IN: Final = (
    400,
    "Đăng nhập chưa xong",
    "Lần đăng nhập này đã hết hạn hoặc không khớp với trình duyệt này.",
    "Bấm Đăng nhập để làm lại từ đầu.",
)
_BROKEN: Final = (
    500,
    "Có lỗi ở phía chúng tôi",
    "Trang này gặp lỗi không lường trước.",
    "Báo mã bên dưới cho quản trị.",
)


Session = Callable[[Request], Awaitable[SignIn | None]]


def install_errors(app: Starlette, frame: Frame, session: Session) -> None:
    """Let an application answer every error with a page; `session` tells who asked where no page was asked."""

    async def answer(request: Request, error: Exception) -> Response:
        if _is_form_address(request, error):
            return RedirectResponse(request.url.path.rpartition("/")[0] or "/", HTTPStatus.SEE_OTHER)
        status, title, sentence, way_out = _words(error)
        return frame.page(
            "loi.html",
            await _asked_by(request, error, session),
            request.url.path,
            status=status,
            title=title,
            sentence=sentence,
            way_out=way_out,
            quote=str(structlog.contextvars.get_contextvars().get("correlation_id", ""))
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR
            else "",
        )

    for kind in (
        HTTPException,
        ForbiddenError,
        UnavailableError,
        OwnerDownError,
        OwnerRefusedError,
        SignInRefusedError,
        ProblemError,
        Exception,
    ):
        app.add_exception_handler(kind, answer)


async def _asked_by(request: Request, error: Exception, session: Session) -> SignIn | None:
    """The signed-in person, also at an address that is no page; nobody while the store is away."""
    if isinstance(error, HTTPException) and not hasattr(request.state, "signed_in"):
        with suppress(UnavailableError):
            return await session(request)
    found: SignIn | None = getattr(request.state, "signed_in", None)
    return found


def _is_form_address(request: Request, error: Exception) -> bool:
    """Whether somebody only reads where a form is sent to, such as by loading a refused form's page again."""
    is_read = request.method in {"GET", "HEAD"}
    return is_read and isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def closed(frame: Frame) -> ASGIApp:
    """What answers while the store is not open: a page, to be loaded again."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        status, title, sentence, way_out = _DOWN
        words = {"title": title, "sentence": sentence, "way_out": way_out, "quote": ""}
        page = frame.page("loi.html", None, scope.get("path", "/"), status=status, **words)
        page.headers["Retry-After"] = "5"
        await page(scope, receive, send)

    return answer


def _words(error: Exception) -> Words:
    if isinstance(error, ForgedFormError):
        return _FORGED
    if isinstance(error, ForbiddenError):
        return _forbidden(error)
    if isinstance(error, OwnerRefusedError):
        return error.status, "Chưa làm được", said(error), in_vietnamese(error.way_out)
    if isinstance(error, ProblemError):
        problem = error.problem
        if problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _TOO_LARGE
        return problem.status, "Chưa làm được", problem.title_vi, problem.way_out_vi
    return _technical(error)


def _technical(error: Exception) -> Words:
    if isinstance(error, HTTPException):
        words = _UNREADABLE if error.status_code == HTTPStatus.BAD_REQUEST else _NOT_FOUND
        return error.status_code, *words[1:]
    if isinstance(error, UnavailableError | OwnerDownError):
        return _DOWN
    return _SIGN_IN if isinstance(error, SignInRefusedError) else _BROKEN


def _forbidden(error: ForbiddenError) -> Words:
    """A thing outside the scope and one that does not exist look alike."""
    if error.reason == "OUT_OF_SCOPE":
        return _NOT_FOUND
    words = REASONS[error.reason]
    return 403, "Không thuộc vai trò của bạn", words.sentence_vi, words.way_out_vi
