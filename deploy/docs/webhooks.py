"""What the house calls others with, as the webhooks of an OpenAPI 3.1 document."""

from typing import Any, Final

from services.notifications.adapters.webhook.asking import TEST, VERIFICATION
from services.notifications.adapters.webhook.body import TOLD, TOLD_OF_JOB
from services.notifications.api.gateway.items import inlined
from services.notifications.domain.endpoint import ANNOUNCED, JOB_FINISHED
from services.notifications.domain.register import PERSONAL, PUBLIC
from shared.contracts.registry import EVENTS

_MEDIA: Final = "application/cloudevents+json"
_UUID: Final = {"type": "string", "format": "uuid"}
_TEXT: Final = {"type": "string"}
_NUMBERED: Final = {"type": "string", "pattern": "^[0-9]{10}$", "description": "number among all of this award"}
_HEADERS: Final = (
    ("webhook-id", {"type": "string"}, "the event; the same on every repeat"),
    ("webhook-timestamp", {"type": "string", "pattern": "^[0-9]{1,12}$"}, "whole seconds since 1970"),
    ("webhook-signature", {"type": "string"}, "`v1a,…` or `v1,…`; several with a space between them"),
)


def webhooks() -> dict[str, Any]:
    """One for each kind that endpoints hear of, and the two that they are asked with. Source: OpenAPI 3.1.0, 4.8.1."""
    told = {kind: _webhook(kind, _summary(kind), _event(kind, _award(kind))) for kind in sorted(ANNOUNCED)}
    told[JOB_FINISHED] = _webhook(JOB_FINISHED, "A job of the client has ended.", _event(JOB_FINISHED, _job()))
    challenge = {"challenge": _TEXT}
    asked = _webhook(VERIFICATION, "Show that calls are wanted.", _event(VERIFICATION, _object(challenge)))
    asked["post"]["responses"]["200"] = {
        "description": "the challenge again",
        "content": {"application/json": {"schema": _object(challenge)}},
    }
    return {**told, VERIFICATION: asked, TEST: _webhook(TEST, "Means nothing.", _event(TEST, {"type": "object"}))}


def _webhook(kind: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    headers = [
        {"name": name, "in": "header", "required": True, "schema": schema, "description": says}
        for name, schema, says in _HEADERS
    ]
    return {
        "post": {
            "operationId": kind,
            "summary": summary,
            "parameters": headers,
            "requestBody": {"required": True, "content": {_MEDIA: {"schema": schema}}},
            "responses": {
                "2XX": {"description": "it is kept"},
                "401": {"description": "nothing proves that it is from the house; it is sent again"},
                "410": {"description": "nothing more is to be sent here"},
            },
        }
    }


def _event(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """A CloudEvent in JSON; in place of `data` there is `dataref` when it would be too long."""
    is_asked = kind in {VERIFICATION, TEST}
    members: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": _UUID,
        "source": {"type": "string", "format": "uri-reference"},
        "type": {"const": kind},
        "subject": _UUID,
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "data": data,
    }
    if is_asked:
        return _object(members)
    optional = {"traceparent": _TEXT, "dataref": {"type": "string", "format": "uri"}}
    whole = _object({**members, "sequence": _NUMBERED})
    whole["properties"] |= optional
    whole["required"].remove("data")
    return {**whole, "oneOf": [{"required": ["data"]}, {"required": ["dataref"]}]}


def _award(kind: str) -> dict[str, Any]:
    """Ids, unit and numbers, as the event's contract types them."""
    known = inlined(EVENTS[kind])["properties"]
    told = {name: known[name] for name in TOLD if name in known}
    whole = _object({"kind": {"const": kind}, **told, "link": {"type": "string", "format": "uri"}})
    entered = {name: known[name] for name in (*PUBLIC, *PERSONAL) if name in known}
    says = "only by agreement: what the register says of the award, with its personal part"
    whole["properties"]["award"] = {**_object(entered), "description": says}
    return whole


def _job() -> dict[str, Any]:
    """The job, whether it was a trial, and how many of its places ended how."""
    counts = {name: {"type": "integer", "minimum": 0} for name in TOLD_OF_JOB} | {"dry_run": {"type": "boolean"}}
    link = {"type": "string", "format": "uri"}
    return _object({"kind": {"const": JOB_FINISHED}, "job_id": _UUID, **counts, "link": link})


def _object(members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members)}


def _summary(kind: str) -> str:
    return (EVENTS[kind].__doc__ or "").strip().splitlines()[0]
