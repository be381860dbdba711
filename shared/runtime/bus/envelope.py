"""The envelope of an event: CloudEvents 1.0 on Kafka, sealed at the save and read at the handler.

Written in binary mode: the value is the event's JSON, everything else stands in headers. Structured mode is read too.
"""

import base64
import binascii
import json
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from pydantic import ValidationError

from shared.contracts.event import Event
from shared.contracts.registry import EVENTS
from shared.contracts.upcasts import upcast
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from

LARGEST_EVENT = 256 * 1024
"""Bytes; a save refuses anything larger."""

_STRUCTURED = "application/cloudevents+json"


class UnreadableError(Exception):
    """A record can never become an event. `reason` is one word for the operator and the metrics."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)


class Record(Protocol):
    """A record as it came from the broker, nothing decoded."""

    @property
    def topic(self) -> str: ...  # noqa: D102 - the broker's words
    @property
    def partition(self) -> int: ...  # noqa: D102
    @property
    def offset(self) -> int: ...  # noqa: D102
    @property
    def key(self) -> bytes | None: ...  # noqa: D102
    @property
    def value(self) -> bytes | None: ...  # noqa: D102
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...  # noqa: D102


class OutboxEntry(NamedTuple):
    """One event, ready for the bus, as it is kept beside the aggregate that it happened to."""

    id: UUID
    seq: int
    type: str
    at: datetime
    topic: str
    key: str
    headers: Mapping[str, str]
    data: bytes

    @property
    def raw_headers(self) -> list[tuple[str, bytes]]:
        """The headers as a producer takes them."""
        return [(name, text.encode()) for name, text in self.headers.items()]


class Head(NamedTuple):
    """What the envelope says about an event. `sequence` counts the events of one aggregate, from 1, without a gap."""

    id: UUID
    type: str
    version: int
    source: str
    subject: str
    sequence: int
    correlation_id: UUID
    causation_id: UUID
    time: datetime | None
    recorded_at: datetime | None
    traceparent: str | None


def seal(event: Event, *, aggregate_id: UUID, seq: int, n: int, cause: Cause, source: str, at: datetime) -> OutboxEntry:
    """Close the envelope of the n-th event of a cause; `source` is the service's name, `seq` the aggregate's count.

    The id is derived from topic, aggregate, cause and n, so that a repeated save makes the same event, and a nomination
    and its case, which have one id, make two of one cause.
    """
    key, cause_id, instant = str(aggregate_id), str(cause.id), _instant(at)
    event_id = id_from("event", event.topic, key, cause_id, n)
    headers = {
        "ce_specversion": "1.0",
        "content-type": "application/json",
        "ce_id": str(event_id),
        "ce_source": f"/kipthoi/{source}",
        "ce_type": event.type,
        "ce_subject": key,
        "ce_time": instant,
        "ce_dataschema": f"{event.type}/{event.version}",
        "ce_correlationid": str(cause.correlation_id),
        "ce_causationid": cause_id,
        "ce_sequence": f"{seq:010d}",
        "ce_recordedtime": instant,
    }
    if cause.traceparent is not None:
        headers["ce_traceparent"] = cause.traceparent
    data = event.model_dump_json().encode()
    return OutboxEntry(event_id, seq, event.type, at, event.topic, key, headers, data)


def read(
    record: Record, wanted: Container[str] | None = None, known: Mapping[str, type[Event]] = EVENTS
) -> tuple[Head, Event | None]:
    """Open a record: its head, and its event in the newest version, or None when its type is not wanted.

    Raises: UnreadableError.
    """
    attributes, data = _attributes(record)
    head = _head(attributes)
    contract = known.get(head.type)
    if contract is None:
        raise UnreadableError("unknown_type", head.type)
    if wanted is not None and head.type not in wanted:
        return head, None
    if head.version > contract.version:
        raise UnreadableError("future_version", f"{head.type}/{head.version}")
    return head, _event(contract, head, data)


def _event(contract: type[Event], head: Head, data: bytes | Mapping[str, Any]) -> Event:
    try:
        if isinstance(data, bytes) and head.version == contract.version:
            return contract.model_validate_json(data)
        content = json.loads(data) if isinstance(data, bytes) else data
        if not isinstance(content, Mapping):
            raise UnreadableError("bad_json", "no object")
        if head.version < contract.version:
            content = upcast(head.type, head.version, contract.version, dict(content))
        return contract.model_validate_json(json.dumps(content))
    except ValidationError as error:
        reason = "bad_json" if error.errors()[0]["type"] == "json_invalid" else "bad_data"
        places = ", ".join(".".join(map(str, each["loc"])) or each["type"] for each in error.errors()[:5])
        raise UnreadableError(reason, places) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError("bad_json", type(error).__name__) from error


def _attributes(record: Record) -> tuple[Mapping[str, str], bytes | Mapping[str, Any]]:
    attributes: dict[str, str] = {}
    is_structured = False
    for given, raw in record.headers:
        name = given.lower()
        try:
            text = raw.decode() if raw is not None else ""
        except UnicodeDecodeError as error:
            raise UnreadableError("bad_header", name) from error
        if name.startswith("ce_"):
            if raw is None:
                raise UnreadableError("bad_header", name)
            attributes[name[3:]] = text
        elif name == "content-type":
            is_structured = text.startswith(_STRUCTURED)
    if record.value is None:
        raise UnreadableError("null_value")
    return _structured(record.value) if is_structured else (attributes, record.value)


def _structured(value: bytes) -> tuple[Mapping[str, str], bytes | Mapping[str, Any]]:
    try:
        whole = json.loads(value)
    except ValueError as error:
        raise UnreadableError("bad_json", "structured envelope") from error
    if not isinstance(whole, dict):
        raise UnreadableError("bad_json", "structured envelope")
    attributes = {name: str(text) for name, text in whole.items() if name not in {"data", "data_base64"}}
    if isinstance(whole.get("data"), dict):
        return attributes, whole["data"]
    try:
        return attributes, base64.b64decode(whole.get("data_base64", "?"), validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise UnreadableError("bad_json", "structured data") from error


def _head(attributes: Mapping[str, str]) -> Head:
    if attributes.get("specversion") != "1.0":
        raise UnreadableError("bad_envelope", "specversion")
    try:
        source, kind, given = attributes["source"], attributes["type"], attributes["id"]
        event_id = _uuid(given) or id_from("foreign event", source, given)
        happened, recorded = attributes.get("time"), attributes.get("recordedtime")
        at = _time(happened)
        return Head(
            id=event_id,
            type=kind,
            version=_version(kind, attributes.get("dataschema", f"{kind}/1")),
            source=source,
            subject=attributes.get("subject", ""),
            sequence=int(attributes.get("sequence", "0")),
            correlation_id=_uuid(attributes.get("correlationid", "")) or event_id,
            causation_id=_uuid(attributes.get("causationid", "")) or event_id,
            time=at,
            recorded_at=at if recorded == happened else _time(recorded),
            traceparent=attributes.get("traceparent"),
        )
    except KeyError as error:
        raise UnreadableError("bad_envelope", str(error.args[0])) from error
    except ValueError as error:
        raise UnreadableError("bad_envelope", str(error)) from error


@lru_cache(maxsize=1024)
def _version(kind: str, dataschema: str) -> int:
    name, _, number = dataschema.rpartition("/")
    if name.rsplit("/", 1)[-1] != kind or not number.isdecimal() or int(number) < 1:
        raise UnreadableError("bad_envelope", f"dataschema {dataschema}")
    return int(number)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise UnreadableError("bad_envelope", "an instant without time zone")
    return at.astimezone(UTC)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
