"""The JSON Schema of every event, per type and version."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.docs.compat import breaks
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS

FOLDER = "shared/contracts/schemas"


def schema_files() -> Iterator[tuple[str, str]]:
    """Give path and text of each schema."""
    for event in EVENTS.values():
        yield f"{FOLDER}/{event.type}.v{event.version}.json", _text(schema_of(event))


def broken_contracts(files: Mapping[str, str], root: Path) -> Iterator[str]:
    """What the code no longer keeps of the committed schemas under `root`: one line a break.

    Messages live as long as their topic, so a version that was once committed is never changed in such a way, nor left.
    """
    for committed in sorted((root / FOLDER).glob("*.json")):
        now = files.get(f"{FOLDER}/{committed.name}")
        if now is not None:
            for phrase in breaks(json.loads(committed.read_text(encoding="utf-8")), json.loads(now)):
                yield f"{committed.stem}: {phrase}; make a new version with an upcast (shared/contracts/upcasts.py)"
        elif not _is_older(committed.stem):
            yield f"{committed.stem}: no event of the code reads it any more"


def _is_older(name: str) -> bool:
    kind, _, version = name.rpartition(".v")
    return kind in EVENTS and int(version) < EVENTS[kind].version


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The schema of an event's data as it is written. Source: JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kipthoi:event:{event.type}:{event.version}",
        **event.model_json_schema(mode="serialization"),
    }


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
