"""The AsyncAPI 3.0 document of the bus."""

import json
from collections.abc import Iterator
from typing import Any

from deploy.docs.schemas import schema_of
from deploy.docs.services import all_groups
from deploy.standalone.topics import Topic, declared
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS

FILE = "docs/api/asyncapi.json"
_HEADERS = {
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


def asyncapi_files() -> Iterator[tuple[str, str]]:
    """Give path and text. Source: AsyncAPI 3.0.0."""
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Kịp Thời", "version": "1", "description": "What happens in commendation, as it happens."},
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in declared()},
        "operations": _operations(),
        "components": {"messages": {event.type: _message(event) for event in EVENTS.values()}},
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


def _operations() -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for topic in declared():
        operations[f"{topic.writer} writes {topic.name}"] = {"action": "send", "channel": {"$ref": _ref(topic.name)}}
    for group in all_groups():
        for name in group.topics:
            operations[f"{group.name} reads {name}"] = {"action": "receive", "channel": {"$ref": _ref(name)}}
    return operations


def _ref(topic: str) -> str:
    return f"#/channels/{topic}"
