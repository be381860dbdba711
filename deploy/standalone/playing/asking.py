"""Requests as a person makes them: with a token, an idempotency key, and patience when a service is away."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.standalone.addresses import Addresses
from deploy.standalone.playing.commands import COMMANDS, Command
from deploy.standalone.playing.people import People
from deploy.standalone.playing.systems import NotLetInError, Systems

_LIMIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to do what. `key` is the idempotency key, `version` the one of the thing that the person saw."""

    person: str | None
    do: str
    values: Mapping[str, Any]
    key: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status, the JSON (or the text) and how long it took."""

    status: int
    body: Any
    ms: float

    @property
    def is_success(self) -> bool:
        """Whether it was done."""
        return self.status // 100 == 2  # noqa: PLR2004 - HTTP's own classes

    @property
    def codes(self) -> set[str]:
        """The reason codes of a problem document."""
        if not isinstance(self.body, dict):
            return set()
        errors = self.body.get("errors") or ()
        return {str(one["code"]) for one in (self.body, *errors) if "code" in one}


@dataclass(frozen=True, slots=True)
class Requests:
    """Turns wishes into requests to the services of one world."""

    client: httpx.AsyncClient
    addresses: Addresses
    people: People
    systems: Systems

    @classmethod
    def to(cls, addresses: Addresses, client: httpx.AsyncClient) -> "Requests":
        """Requests to the services at these addresses, over a client that somebody else closes."""
        return Requests(client, addresses, People(client, addresses.issuer), Systems(client, addresses))

    async def send(self, wish: Wish) -> Answer:
        """Do a plain command. Raises: httpx.TransportError when the service is away."""
        command = COMMANDS[wish.do]
        values = dict(wish.values)
        path = command.path.format(**{name: values.pop(name) for name in command.places})
        query = {name: values.pop(name) for name in command.query if name in values}
        return await self.call(command, path, query, wish, body=values if command.writes else None)

    async def upload(self, wish: Wish) -> Answer:
        """Upload a piece of evidence: `text` is its content, `sha256` the declared hash (the true one when absent)."""
        content = str(wish.values.get("text", "")).encode()
        query = {
            "name": wish.values.get("name", ""),
            "kind": wish.values.get("kind", "document"),
            "sha256": wish.values.get("sha256") or hashlib.sha256(content).hexdigest(),
        }
        return await self.call(Command("nominations", "POST", "/evidence"), "/evidence", query, wish, content=content)

    async def page(self, path: str) -> Answer:
        """A public page of the console, as `{text}`."""
        return await self.call(Command("console", "GET", path, public=True), path, {}, Wish(None, "see_page", {}, ""))

    async def call(
        self,
        command: Command,
        path: str,
        query: Mapping[str, Any],
        wish: Wish,
        *,
        body: Any = None,
        content: bytes | None = None,
    ) -> Answer:
        """One request. Raises: httpx.TransportError."""
        request = self.client.build_request(
            command.method,
            getattr(self.addresses, command.service) + path,
            params=query,
            headers={"Idempotency-Key": wish.key} if command.writes else {},
            timeout=_LIMIT_SECONDS,
            **_content(body, content),
        )
        if wish.version is not None:
            request.headers["If-Match"] = f'"{wish.version}"'
        began = time.perf_counter()
        reply = await self._sent(command, request, wish.person)
        return Answer(reply.status_code, _read(reply), (time.perf_counter() - began) * 1000)

    async def _sent(self, command: Command, request: httpx.Request, by: str | None) -> httpx.Response:
        if by is not None and command.of_system:
            try:
                return await self.systems.send(by, request)
            except NotLetInError as error:
                return error.reply
        if by is not None:
            request.headers["Authorization"] = f"Bearer {await self.people.token(by)}"
        return await self.client.send(request)


def _content(body: Any, content: bytes | None) -> dict[str, Any]:
    if content is not None:
        return {"content": content}
    return {} if body is None else {"json": jsonable(body)}


def _read(reply: httpx.Response) -> Any:
    """A list is shown as `{items}`, a page as `{text}`, so that every answer has fields."""
    if "json" not in reply.headers.get("content-type", ""):
        return {"text": reply.text}
    body = reply.json()
    return {"items": body} if isinstance(body, list) else body


def jsonable(value: Any) -> Any:
    """Dates and instants as ISO text."""
    if isinstance(value, Mapping):
        return {key: jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
