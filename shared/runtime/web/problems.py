"""What went wrong, as RFC 9457 problem documents: one table from errors to HTTP."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.kernel.errors import (
    AlreadyExistsError,
    AlreadyHandledError,
    ConflictError,
    DomainError,
    ForbiddenError,
    OutdatedError,
    StaleError,
    TakenError,
    TooLargeError,
    UnavailableError,
)
from shared.kernel.reasons import REASONS
from shared.kernel.reasons.reason import Reason
from shared.kernel.vocabulary import said
from shared.runtime.metrics import AUTHZ_DENIED
from shared.runtime.web.sentences import FIELDS, TECHNICAL, UNKNOWN

RETRY_AFTER_SECONDS = 5
REQUEST_ID = "kipthoi.request_id"
_NAMESPACE = "urn:kipthoi:problem:"

FieldError = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem document, before it is written. `errors` hold path, code, message_vi and message_en each."""

    status: int
    code: str
    title_vi: str
    title_en: str
    way_out_vi: str
    way_out_en: str
    errors: Sequence[FieldError] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        """The JSON members. `title` alone is a whole sentence: pages show it as it stands."""
        document: dict[str, object] = {
            "type": _NAMESPACE + self.code.lower().replace("_", "-"),
            "title": self.title_vi,
            "status": self.status,
            "detail": f"{self.title_vi} {self.way_out_vi}".strip(),
            "detail_en": f"{self.title_en} {self.way_out_en}".strip(),
            "code": self.code,
            "way_out_vi": self.way_out_vi,
            "way_out_en": self.way_out_en,
            "errors": list(self.errors),
        }
        if self.params:
            document["params"] = dict(self.params)
        return document


class ProblemError(HTTPException):
    """A door refuses a request before any use case is asked. FastAPI lets no other kind pass while it reads a body."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.status, problem.code)


def technical(
    code: str, *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None, **params: object
) -> Problem:
    """A problem with the request itself or with the service, from the table of technical sentences."""
    words = TECHNICAL[code]
    return Problem(
        status=words.status,
        code=code,
        title_vi=words.vi.format(**params),
        title_en=words.en.format(**params),
        way_out_vi=words.way_out_vi,
        way_out_en=words.way_out_en,
        errors=errors,
        headers=headers or {},
    )


_STATUS_OF_FAMILY: Sequence[tuple[type[DomainError], int]] = (
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (ConflictError, HTTPStatus.CONFLICT),
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (DomainError, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def refusal(error: DomainError) -> Problem:
    """A rule's refusal in the words of the vocabulary."""
    status = next(status for family, status in _STATUS_OF_FAMILY if isinstance(error, family))
    words = _words(error.reason, error.params)
    return Problem(
        status=status,
        code=error.reason,
        title_vi=words.sentence_vi,
        title_en=words.sentence_en,
        way_out_vi=words.way_out_vi,
        way_out_en=words.way_out_en,
        errors=tuple(_parts(error)),
        params={name: value for name, value in error.params.items() if isinstance(value, str | int | float | bool)},
    )


def problem_of(error: Exception) -> Problem | None:
    """The problem for a known error; None for one that nobody foresaw."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, DomainError):
        return refusal(error)
    if isinstance(error, RequestValidationError):
        return invalid(error.errors())
    if isinstance(error, HTTPException):
        return _of_status(error)
    return _of_outcome(error)


def unavailable() -> Problem:
    """No answer now; the same request may be sent again."""
    return technical("unavailable", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def invalid(errors: Iterable[Mapping[str, object]]) -> Problem:
    """What pydantic found, in both languages, without repeating what was sent."""
    found = tuple(_field_error(error) for error in errors)
    code = "malformed" if any(error["code"] == "json_invalid" for error in found) else "body_invalid"
    return technical(code, errors=found)


def respond(problem: Problem) -> Response:
    """Write a problem as application/problem+json."""
    if problem.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        AUTHZ_DENIED.labels(problem.code).inc()
    return JSONResponse(
        problem.document(),
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type="application/problem+json",
    )


async def answer(_: Request, error: Exception) -> Response:
    """Answer an error that a route raised. Raises: the error itself when nobody foresaw it."""
    if isinstance(error, AlreadyHandledError):
        return JSONResponse({"repeated": True})
    problem = problem_of(error)
    if problem is None:
        raise error
    return respond(problem)


async def answer_unforeseen(request: Request, _: Exception) -> Response:
    """A code to quote and nothing else. The edge logs what it was under the same code."""
    return respond(technical("internal", quote=request.scope.get(REQUEST_ID, "")))


_ANSWERED: Sequence[type[Exception]] = (
    ProblemError,
    DomainError,
    RequestValidationError,
    HTTPException,
    AlreadyHandledError,
    StaleError,
    OutdatedError,
    TakenError,
    AlreadyExistsError,
    UnavailableError,
)


def install(app: FastAPI) -> None:
    """Let an application answer every known error with its problem."""
    for kind in _ANSWERED:
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(Exception, answer_unforeseen)


def _of_outcome(error: Exception) -> Problem | None:
    if isinstance(error, UnavailableError):
        return unavailable()
    if isinstance(error, StaleError):
        return technical("changed_by_another")
    if isinstance(error, OutdatedError):
        return technical("outdated")
    if isinstance(error, TakenError):
        return technical("taken")
    if isinstance(error, AlreadyExistsError):
        return technical("already_exists")
    return None


_CODE_OF_STATUS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "malformed",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
}


def _of_status(error: HTTPException) -> Problem | None:
    code = _CODE_OF_STATUS.get(error.status_code)
    return technical(code, headers=error.headers) if code else None


def _words(code: str, params: Mapping[str, object]) -> Reason:
    if code not in REASONS:
        refused_vi, refused_en = f"Không thực hiện được ({code}).", f"Refused ({code})."
        return Reason(refused_vi, refused_en, "Hỏi người phụ trách.", "Ask who is in charge.")
    return said(code, params)


def _parts(error: DomainError) -> Iterable[FieldError]:
    """The field that a refusal names, and each reason when it gathers several."""
    if isinstance(path := error.params.get("field"), str):
        words = _words(error.reason, error.params)
        yield {
            "path": path,
            "code": error.reason,
            "message_vi": words.sentence_vi,
            "message_en": words.sentence_en,
        }
    reasons = error.params.get("reasons")
    if isinstance(reasons, list | tuple):
        for reason in reasons:
            yield _reason(reason)


def _reason(reason: object) -> FieldError:
    code, params = str(getattr(reason, "code", reason)), getattr(reason, "params", {})
    words = _words(code, dict(params))
    return {
        "path": "",
        "code": code,
        "message_vi": words.sentence_vi,
        "message_en": words.sentence_en,
        "way_out_vi": words.way_out_vi,
        "way_out_en": words.way_out_en,
    }


class _Limits(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _field_error(error: Mapping[str, object]) -> FieldError:
    words = FIELDS.get(str(error["type"]), UNKNOWN)
    limits = error.get("ctx")
    known = _Limits(limits if isinstance(limits, dict) else {})
    location = error["loc"]
    path = _path(location if isinstance(location, tuple | list) else (), syntax=words.code == "json_invalid")
    return {
        "path": path,
        "code": words.code,
        "message_vi": words.vi.format_map(known),
        "message_en": words.en.format_map(known),
    }


def _path(location: Sequence[object], *, syntax: bool) -> str:
    """`contributors.0.share` for the body; `query.limit`, `path.id`, `header.x` for the rest of the request.

    Broken JSON has no field; `body@17` names the character where reading stopped.
    """
    parts = [str(part) for part in location]
    if syntax:
        return "@".join(parts[:2])
    return ".".join(parts[1:] or parts) if parts[:1] == ["body"] else ".".join(parts)
