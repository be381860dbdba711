"""The OpenAPI document of every service that programs may ask."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI

from deploy.docs.services import NAMES, built
from deploy.docs.webhooks import webhooks
from services.notifications.domain.client import Scope
from shared.kernel.policy import PUBLIC
from shared.runtime.web.doors import keyed

_TOKEN_URL: Final = "/integration/v1/token"  # noqa: S105 - an address
_PROBLEM: Final = {"$ref": "#/components/responses/Problem"}
_UNDESCRIBED: Final = ("HTTPValidationError", "ValidationError")
_TEXT: Final = {"type": "string"}
_VISIBLE: Final = {"type": "string", "pattern": "^[!-~]{1,200}$"}
_KEY: Final = "Idempotency-Key"
_PROOFS: Final = (_KEY, "Content-Digest", "Signature-Input", "Signature")


def openapi_files() -> Iterator[tuple[str, str]]:
    """Give path and text."""
    for name in NAMES:
        app = built(name).app
        if isinstance(app, FastAPI):
            text = json.dumps(
                described(name, app.openapi(), set(keyed(app.routes))), ensure_ascii=False, indent=2, sort_keys=True
            )
            yield f"docs/api/{name}.openapi.json", text + "\n"


def described(name: str, found: Mapping[str, Any], keyed_routes: Collection[tuple[str, str]]) -> dict[str, Any]:
    """A document as the framework made it, with what the doors do: who may ask, what a write needs, how they refuse."""
    document: dict[str, Any] = json.loads(json.dumps(found))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe(operation, needs_key=(path, method) in keyed_routes)
    parts = document.setdefault("components", {})
    kept = {each: schema for each, schema in parts.get("schemas", {}).items() if each not in _UNDESCRIBED}
    parts["schemas"] = {**kept, "Problem": _problem()}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    parts["responses"] = {"Problem": {"description": "Refused, with a code and what to do.", "content": content}}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    if name == "notifications":
        parts["securitySchemes"]["client"] = _client()
        document["webhooks"] = webhooks()
    return document


def _describe(operation: dict[str, Any], *, needs_key: bool) -> None:
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = _PROBLEM
    is_for_clients, scope = "x-scope" in operation, operation.get("x-scope")
    if operation.get("x-policy") != PUBLIC:
        operation["security"] = [{"client": [scope] if scope else []} if is_for_clients else {"token": []}]
    if is_for_clients and "requestBody" in operation:
        _add_headers(operation, *_PROOFS)
    elif needs_key:
        _add_headers(operation, _KEY)


def _add_headers(operation: dict[str, Any], *names: str) -> None:
    told = [
        {"name": each, "in": "header", "required": True, "schema": _VISIBLE if each == _KEY else _TEXT}
        for each in names
    ]
    operation["parameters"] = [*operation.get("parameters", ()), *told]


def _client() -> dict[str, Any]:
    scopes = {scope.value: scope.name.lower().replace("_", " ") for scope in Scope}
    return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": _TOKEN_URL, "scopes": scopes}}}


def _problem() -> dict[str, Any]:
    """Source: RFC 9457."""
    texts = ("type", "title", "detail", "detail_en", "code", "way_out_vi", "way_out_en")
    fault = {"type": "object", "properties": dict.fromkeys(("path", "code", "message_vi", "message_en"), _TEXT)}
    members: dict[str, Any] = {
        **dict.fromkeys(texts, _TEXT),
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": fault},
        "params": {"type": "object"},
    }
    required = [name for name in members if name != "params"]
    return {"type": "object", "properties": members, "required": required}
