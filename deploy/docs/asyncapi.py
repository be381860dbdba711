"""The AsyncAPI 3.0 document of the bus."""

import json
from collections.abc import Iterator
from typing import Any, Final

from deploy.docs.schemas import schema_of
from deploy.docs.services import all_groups
from deploy.standalone.topics import Topic, declared
from services.notifications.api.gateway.awards import RegisteredView
from services.notifications.domain.mirror import topic_of
from services.notifications.domain.register import REGISTERED
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS

FILE = "docs/api/asyncapi.json"
_HEADERS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_sequence"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "the same on every repeat"},
        "ce_source": {"type": "string", "description": "/kipthoi/<service>"},
        "ce_type": {"type": "string"},
        "ce_subject": {"type": "string", "format": "uuid", "description": "the aggregate"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_dataschema": {"type": "string", "description": "type/version"},
        "ce_sequence": {"type": "string", "pattern": "^[0-9]{10}$", "description": "number in the aggregate"},
    },
}


_OF_AN_ENTRY: Final = {
    "ce_sequence": {"type": "string", "pattern": "^[0-9]{10,}$", "description": "number in the whole register"},
    "ce_source": {"const": "/kipthoi/notifications/register"},
    "ce_epoch": {"type": "string", "description": "the history that it belongs to"},
}
_MIRROR: Final = topic_of("{client}")


def asyncapi_files() -> Iterator[tuple[str, str]]:
    """Give path and text. Source: AsyncAPI 3.0.0."""
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Kịp Thời", "version": "1", "description": "What happens in commendation, as it happens."},
        "defaultContentType": "application/json",
        "channels": {**{topic.name: _channel(topic) for topic in declared()}, _MIRROR: _mirror()},
        "operations": {**_operations(), f"notifications writes {_MIRROR}": _sends(_MIRROR)},
        "components": {"messages": {event.type: _message(event) for event in EVENTS.values()} | _entries()},
    }
    yield FILE, json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _channel(topic: Topic) -> dict[str, Any]:
    types = [event.type for event in EVENTS.values() if event.topic == topic.name]
    return {
        "address": topic.name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in types},
        "bindings": {"kafka": {"partitions": topic.partitions, "bindingVersion": "0.5.0"}},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "headers": _HEADERS,
        "payload": schema_of(event),
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, "bindingVersion": "0.5.0"}},
    }


def _mirror() -> dict[str, Any]:
    """The register of a client's units, on a topic of the client's own."""
    return {
        "address": _MIRROR,
        "parameters": {"client": {"description": "the client's name"}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _entries()},
        "bindings": {"kafka": {"partitions": 1, "bindingVersion": "0.5.0"}},
    }


def _entries() -> dict[str, Any]:
    """An entry as the gateway gives it, for each kind of the register."""
    return {f"register.{kind}": _entry(kind) for kind in sorted(REGISTERED)}


def _entry(kind: str) -> dict[str, Any]:
    schema = RegisteredView.model_json_schema(mode="serialization")
    schema["properties"]["kind"] = {"const": kind}
    headers = {**_HEADERS, "properties": {**_HEADERS["properties"], **_OF_AN_ENTRY}}
    return {
        "name": kind,
        "summary": f"{kind} as it stands in the register.",
        "headers": headers,
        "payload": schema,
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, "bindingVersion": "0.5.0"}},
    }


def _operations() -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for topic in declared():
        operations[f"{topic.writer} writes {topic.name}"] = _sends(topic.name)
    for group in all_groups():
        for name in group.topics:
            operations[f"{group.name} reads {name}"] = {"action": "receive", "channel": {"$ref": _ref(name)}}
    return operations


def _sends(topic: str) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": _ref(topic)}}


def _ref(topic: str) -> str:
    return f"#/channels/{topic}"
