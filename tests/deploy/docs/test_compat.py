"""A change of a contract that would break a reader is named; any other passes."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.docs.compat import breaks
from deploy.docs.schemas import FOLDER, broken_contracts, schema_files, schema_of
from shared.contracts.registry import EVENTS

KINDS = sorted(EVENTS)
OLD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "state": {"enum": ["open", "closed"], "type": "string"},
        "count": {"type": "integer"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
    },
    "required": ["state", "count", "parts"],
    "$defs": {"Part": {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}},
}
Changes = dict[str, Any]


def changed(*path: str, to: Any) -> Changes:
    """The old schema with one place replaced, or taken out when `to` is None."""
    new = copy.deepcopy(OLD)
    place = new
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return new


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (changed("properties", "count", to=None), "count is gone"),
        (changed("properties", "count", to={"type": "string"}), "count was integer and is string"),
        (changed("properties", "count", to={"type": "integer", "minimum": 1}), "count is narrower: minimum 1"),
        (changed("properties", "state", "enum", to=["open"]), "state lost closed"),
        (changed("properties", "note", to={"type": "string"}), "note may no longer be null"),
        (changed("required", to=["state", "count", "parts", "note"]), "note is now required"),
        (changed("$defs", "Part", "properties", "size", to=None), "parts[].size is gone"),
        (changed("$defs", "Part", "properties", "size", to={"type": "null"}), "parts[].size was integer and is null"),
    ],
)
def test_what_breaks_a_reader_is_named(new: Changes, said: str) -> None:
    assert breaks(OLD, new) == [said]


@pytest.mark.parametrize(
    "new",
    [
        changed("properties", "more", to={"type": "string", "default": ""}),
        changed("properties", "more", to={"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}),
        changed("$defs", "Part", "properties", "colour", to={"type": "string", "default": "red"}),
    ],
)
def test_what_every_reader_stands_passes(new: Changes) -> None:
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (changed("properties", "count", to={"type": "number"}), "count was number and is integer"),
        (changed("properties", "state", "enum", to=["open", "closed", "held"]), "state lost held"),
        (
            changed("properties", "count", to={"anyOf": [{"type": "integer"}, {"type": "null"}]}),
            "count may no longer be null",
        ),
        (changed("required", to=["state", "parts"]), "count is now required"),
    ],
)
def test_what_an_old_reader_does_not_stand_is_named(new: Changes, said: str) -> None:
    assert breaks(OLD, new) == [f"to an old reader {said}"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_notices_the_loss_of_any_of_its_fields(kind: str) -> None:
    schema = schema_of(EVENTS[kind])
    assert breaks(schema, schema) == []
    for name in schema["properties"]:
        without = {**schema, "properties": {key: one for key, one in schema["properties"].items() if key != name}}
        assert breaks(schema, without) == [f"{name} is gone"]


def committed(tmp_path: Any) -> Iterator[Any]:
    """The schemas of the code, as if they had been committed under a folder."""
    for path, text in schema_files():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        yield target


def test_a_version_that_was_committed_is_neither_changed_nor_left(tmp_path: Any) -> None:
    files = dict(schema_files())
    assert len(list(committed(tmp_path))) == len(EVENTS)
    assert list(broken_contracts(files, tmp_path)) == []
    (tmp_path / FOLDER / "nomination.forgotten.v1.json").write_text("{}", encoding="utf-8")
    changed_file = tmp_path / FOLDER / "award.reserved.v1.json"
    changed_file.write_text(changed_file.read_text(encoding="utf-8").replace('"award_id"', '"award_ref"'), "utf-8")
    said = list(broken_contracts(files, tmp_path))
    assert [line.split(";")[0] for line in said] == [
        "award.reserved.v1: award_ref is gone",
        "award.reserved.v1: award_id is now required",
        "nomination.forgotten.v1: no event of the code reads it any more",
    ]
