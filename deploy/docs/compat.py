"""Whether a changed schema still reads what was written under the old one, and lets old readers read the new."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_NARROWING = ("format", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")


def breaks(old: Schema, new: Schema) -> list[str]:
    """What of the change breaks a reader, a phrase each; nothing when a field with a default was added.

    A new reader must understand what was written before, and an old one, that is still at work, what is written now:
    it ignores a field that it does not know, and nothing else. Both are JSON Schemas 2020-12 as pydantic makes them.
    """
    forward = list(_Compared(old, new).at("", old, new))
    return forward or [f"to an old reader {what}" for what in _Compared(new, old, may_lose=True).at("", new, old)]


class _Compared:
    def __init__(self, old: Schema, new: Schema, *, may_lose: bool = False) -> None:
        self._old_parts = old.get("$defs", {})
        self._new_parts = new.get("$defs", {})
        self._may_lose = may_lose

    def at(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        old, new = _resolved(old, self._old_parts), _resolved(new, self._new_parts)
        if "anyOf" in old or "anyOf" in new:
            yield from self._variants(place, old.get("anyOf", [old]), new.get("anyOf", [new]))
            return
        yield from self._itself(place, old, new)
        yield from self._fields(place, old, new)
        for name in ("items", "additionalProperties"):
            if isinstance(old.get(name), Mapping) and isinstance(new.get(name), Mapping):
                yield from self.at(f"{place}[]", old[name], new[name])

    def _variants(self, place: str, old: list[Schema], new: list[Schema]) -> Iterator[str]:
        for variant in old:
            if all(list(self.at(place, variant, other)) for other in new):
                yield f"{place} may no longer be {variant.get('type', variant.get('$ref', 'as before'))}"

    def _itself(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        if old.get("type") != new.get("type") and (old.get("type"), new.get("type")) != ("integer", "number"):
            yield f"{place} was {old.get('type')} and is {new.get('type')}"
        for word in _NARROWING:
            if word in new and new[word] != old.get(word):
                yield f"{place} is narrower: {word} {new[word]}"
        if gone := [value for value in old.get("enum", ()) if "enum" in new and value not in new["enum"]]:
            yield f"{place} lost {', '.join(map(str, gone))}"
        if "enum" in new and "enum" not in old:
            yield f"{place} is narrower: enum"

    def _fields(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            if name in after:
                yield from self.at(f"{place}.{name}".lstrip("."), schema, after[name])
            elif not self._may_lose:
                yield f"{place}.{name} is gone".lstrip(".")
        for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
            yield f"{place}.{name} is now required".lstrip(".")


def _resolved(schema: Schema, parts: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = parts[str(schema["$ref"]).rsplit("/", 1)[1]]
    return schema
