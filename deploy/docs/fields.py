"""What a request may say, from the OpenAPI document of its service, in few words."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

from deploy.docs.services import built
from deploy.standalone.playing.commands import Command

_PLACE = re.compile(r"{\w+}")


def fields_of(command: Command) -> Iterator[str]:
    """Every field of `with`, as `name` or `name?`, with what it holds."""
    operation, parts = _operation(command), _openapi(command.service)
    yield from (f"`{name}`" for name in command.places)
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query" and parameter["name"] in command.query:
            yield _field(parameter["name"], parameter["schema"], parts, is_needed=parameter.get("required", False))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body is not None:
        yield from _members(_resolved(body, parts), parts)


def policy_of(command: Command) -> str:
    """The action that the policy is asked for."""
    return str(_operation(command)["x-policy"])


@cache
def _openapi(service: str) -> dict[str, Any]:
    app = built(service).app
    if not isinstance(app, FastAPI):
        raise TypeError(service)
    return app.openapi()


def _operation(command: Command) -> dict[str, Any]:
    wanted = _PLACE.sub("{}", command.path)
    found = (
        operations[command.method.lower()]
        for path, operations in _openapi(command.service)["paths"].items()
        if _PLACE.sub("{}", path) == wanted and command.method.lower() in operations
    )
    operation: dict[str, Any] = next(found)
    return operation


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rsplit("/", 1)[1]
    found: Mapping[str, Any] = document["components"]["schemas"][name]
    return found


def _members(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    needed = set(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        yield _field(name, inner, document, is_needed=name in needed)


def _field(name: str, schema: Mapping[str, Any], document: Mapping[str, Any], *, is_needed: bool) -> str:
    return f"`{name}{'' if is_needed else '?'}` {_holds(schema, document)}"


def _holds(schema: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    schema = _resolved(schema, document)
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if choices:
        return " or ".join(_holds(one, document) for one in choices)
    if "enum" in schema:
        many = [f"`{one}`" for one in schema["enum"]]
        return ", ".join(many) if len(many) <= 12 else "a reason code"  # noqa: PLR2004 - a line on a page
    match schema.get("type"):
        case "array":
            return f"[{_holds(schema.get('items', {}), document)}, …]"
        case "object" if "properties" in schema:
            return "{" + "; ".join(_members(schema, document)) + "}"
        case kind:
            return _plain(kind, schema)


def _plain(kind: object, schema: Mapping[str, Any]) -> str:
    words = {"uuid": "id", "date": "day", "date-time": "instant"}
    if schema.get("format") in words:
        return words[schema["format"]]
    names = {"string": "text", "integer": "number", "number": "number", "boolean": "true or false", "object": "{…}"}
    return names.get(str(kind), "anything")
