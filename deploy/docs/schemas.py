"""The JSON Schema of every event, per type and version."""

import json
from collections.abc import Iterator
from typing import Any

from shared.contracts.event import Event
from shared.contracts.registry import EVENTS

FOLDER = "shared/contracts/schemas"


def schema_files() -> Iterator[tuple[str, str]]:
    """Give path and text of each schema."""
    for event in EVENTS.values():
        yield f"{FOLDER}/{event.type}.v{event.version}.json", _text(schema_of(event))


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The schema of an event's data as it is written. Source: JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kipthoi:event:{event.type}:{event.version}",
        **event.model_json_schema(mode="serialization"),
    }


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
