"""One JSON line for each thing worth knowing; what is not on the list is not written."""

import logging
import sys
import time
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final, TextIO

import structlog

from shared.kernel.cause import Cause

_WHO_AND_WHAT: Final = (
    "ts", "level", "service", "version", "logger", "event", "case_id", "event_id", "correlation_id", "causation_id",
    "trace_id", "actor_ref", "unit_id",
)  # fmt: skip
_WHERE_AND_HOW: Final = (
    "route", "method", "status", "ms", "error", "where", "reason", "state", "count", "records", "tries", "retry_at",
    "group", "topic", "partition", "partitions", "offset", "type", "collection", "job", "port", "operations_port",
    "seconds", "stream", "part",
)  # fmt: skip
ALLOWED: Final = frozenset(_WHO_AND_WHAT) | frozenset(_WHERE_AND_HOW)
_FRAMES: Final = 8
_LIBRARIES: Final = ("aiokafka", "pymongo", "httpx", "httpcore", "faststream", "asyncio", "uvicorn", "py.warnings")
_ALIKE_SECONDS: Final = 10.0
_KINDS: Final = 500


def configure(service: str, level: str, version: str = "", to: TextIO | None = None) -> None:
    """Write all logs of this process, our own and the libraries', as JSON lines; to standard output if not told."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        _without_traceback,
        _Named(service, version),
        allow,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(to or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(_Sparing())
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for library in _LIBRARIES:
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    # Our edge words every failure itself; what is left is a stream that was cut because its client was slow.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)


def context_of(cause: Cause) -> Mapping[str, str]:
    """What lines about a cause carry: bind it with `structlog.contextvars.bound_contextvars(**context_of(cause))`."""
    context = {
        "correlation_id": str(cause.correlation_id),
        "causation_id": str(cause.causation_id),
        "actor_ref": cause.actor.ref,
    }
    if cause.traceparent and cause.traceparent.count("-") == 3:  # noqa: PLR2004 - W3C: version, trace, span, flags
        context["trace_id"] = cause.traceparent.split("-")[1]
    return context


def allow(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list. Keys with `_` in front belong to the formatter."""
    for key in [key for key in entry if key not in ALLOWED and not key.startswith("_")]:
        del entry[key]
    return entry


class _Sparing(logging.Filter):
    """Lets a library say one thing once in ten seconds: while a broker is away it would say it 100 times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_LIBRARIES):
            return True
        key, now = (record.name, str(record.msg)), time.monotonic()
        said_at, withheld = self._said.get(key, (-_ALIKE_SECONDS, 0))
        if now - said_at < _ALIKE_SECONDS:
            self._said[key] = (said_at, withheld + 1)
            return False
        if len(self._said) > _KINDS:
            self._said.clear()
        self._said[key] = (now, 0)
        if withheld:
            record.msg = f"{record.msg} ({withheld} alike before)"
        return True


class _Named:
    def __init__(self, service: str, version: str) -> None:
        self._name = {"service": service, "version": version} if version else {"service": service}

    def __call__(self, _: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        entry.update(self._name)
        return entry


def _without_traceback(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its class and its places: its message may hold what a person wrote."""
    found = entry.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()[1]
    elif isinstance(found, tuple):
        found = found[1]
    if isinstance(found, BaseException):
        frames = traceback.extract_tb(found.__traceback__)[-_FRAMES:]
        entry["error"] = type(found).__name__
        entry["where"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return entry
