"""Routes for the endpoints of clients."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from services.notifications.api.contacts import Email
from services.notifications.api.endpoint_access import AccessBody, AccessView, access_view
from services.notifications.domain.backlog import Backlog
from services.notifications.domain.contact import ContactState
from services.notifications.domain.endpoint import CallKind, Endpoint, EndpointState, KeyKind, Ordering, SigningKey
from services.notifications.domain.outcome import Outcome
from services.notifications.usecases.endpoint import EndpointUseCases
from services.notifications.usecases.endpoint.register import Wish, endpoint_id_of
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.policy import PUBLIC
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

_CACHED: dict[str, str] = {"Cache-Control": "public, max-age=300"}
"""A revoked key is out of all caches after five minutes; a next one is published a day ahead."""

_SHOWN_APART = frozenset({"keys", "calls", "backlog", "contact", "access", "last_success_at"})

log: structlog.stdlib.BoundLogger = structlog.get_logger("endpoints")

Code = Annotated[str, Field(min_length=1, max_length=64)]
Kind = Annotated[str, Field(min_length=1, max_length=64)]
PageSize = Annotated[int, Query(ge=1, le=200)]


class EndpointBody(Body):
    """Where to call, at whose unit, and what about; without kinds or units: all, and the own unit.

    `contact` is an address of people who look after it. It is kept sealed.
    """

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
    unit_id: Code
    kinds: Annotated[tuple[Kind, ...], Field(max_length=50)] = ()
    units: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    ordering: Ordering = Ordering.SUBJECT
    signs_with: KeyKind = KeyKind.ED25519
    contact: Email | None = None


class KeyView(BaseModel):
    """A key that signs from `since` on, until `until`. `public` is `whpk_…`, empty for a shared secret."""

    kid: str
    kind: KeyKind
    public: str
    since: datetime
    until: datetime | None


class CallView(BaseModel):
    """A call that somebody asked for: the last one, or one of the hour before it.

    Without an outcome it is under way or was cut off. `id` is the `webhook-id` that it carries.
    """

    id: UUID
    kind: CallKind
    at: datetime
    outcome: Outcome | None
    status: int
    ms: int
    reason: str


class BacklogView(BaseModel):
    """How many deliveries are still to arrive and how many never did; when the next try is, if one is planned."""

    open: int
    dead: int
    next_at: datetime | None


class EndpointView(BaseModel):
    """An endpoint as it stands. `failing_since`: since when nothing but failures came back.

    `contact` is how far the address of the people who look after it may be written to, never the address: an
    `unproven` one gets a single letter, which asks it to confirm.
    """

    id: UUID
    client_ref: str
    unit_id: str
    unit_path: tuple[str, ...]
    url: str
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    ordering: Ordering
    state: EndpointState
    reason: str
    keys: tuple[KeyView, ...]
    calls: tuple[CallView, ...]
    created_at: datetime
    failing_since: datetime | None
    last_success_at: datetime | None
    backlog: BacklogView
    contact: ContactState
    access: AccessView | None
    version: int


class SecretView(BaseModel):
    """A secret that both sides know, as Standard Webhooks writes it."""

    kid: str
    secret: str


class KeySetView(BaseModel):
    """The public keys of a client as a JSON Web Key Set."""

    keys: list[dict[str, Any]]


def add_endpoints(api: APIRouter, acts: EndpointUseCases) -> None:
    """Add the routes of endpoints."""
    _add_reading(api, acts)
    _add_acts(api, acts)
    _add_keys(api, acts)


def _add_reading(api: APIRouter, acts: EndpointUseCases) -> None:
    @api.get("/endpoints", **door("endpoint.read"))
    async def listing(actor: WithActor, limit: PageSize = 50) -> list[EndpointView]:
        """The endpoints in the reader's scope, newest first."""
        return await _views(acts, await acts.show.all(actor, limit))

    @api.get("/endpoints/{endpoint_id}", **door("endpoint.read"))
    async def show(endpoint_id: UUID, actor: WithActor) -> EndpointView:
        """One endpoint."""
        return await _shown(acts, endpoint_id, actor)

    @api.get("/endpoints/{endpoint_id}/secrets", **door("endpoint_secret.read"))
    async def secrets(endpoint_id: UUID, actor: WithActor) -> list[SecretView]:
        """The secrets of an endpoint that is signed for with `v1`; none where `v1a` signs."""
        found = await acts.show.secrets(endpoint_id, actor)
        log.info("secrets shown", endpoint_id=str(endpoint_id), reader_ref=actor.ref)
        return [SecretView(kid=key.kid, secret=text) for key, text in found]


def _add_acts(api: APIRouter, acts: EndpointUseCases) -> None:
    @api.post("/endpoints", status_code=201, **door("endpoint.register"))
    async def register(body: EndpointBody, cause: WithCause) -> EndpointView:
        """A client names where its system listens; it is sent nothing before its proof."""
        wish = Wish(body.url, body.unit_id, body.kinds, body.units, body.ordering, body.signs_with, body.contact)
        await attempt(lambda: acts.register(wish, cause))
        return await _shown(acts, endpoint_id_of(cause.id), cause.actor)

    @api.post("/endpoints/{endpoint_id}/prove", **door("endpoint.prove"))
    async def prove(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """Ask the endpoint whether it wants our calls; three times an hour at most."""
        await attempt(lambda: acts.prove(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.post("/endpoints/{endpoint_id}/test", **door("endpoint.test"))
    async def test(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """Send an event that means nothing; how it ended stands in `calls`."""
        await attempt(lambda: acts.try_out(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.post("/endpoints/{endpoint_id}/disable", **door("endpoint.disable"))
    async def disable(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """Nothing goes there any more."""
        await attempt(lambda: acts.disable(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.post("/endpoints/{endpoint_id}/reopen", **door("endpoint.reopen"))
    async def reopen(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """A disabled one waits for its proof again."""
        await attempt(lambda: acts.reopen(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)


def _add_keys(api: APIRouter, acts: EndpointUseCases) -> None:
    @api.post("/endpoints/{endpoint_id}/rotate-key", **door("endpoint.rotate_key"))
    async def rotate_key(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """A next key: published now, signing in 24 hours, beside the old one for seven days."""
        await attempt(lambda: acts.rotate_key(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.post("/endpoints/{endpoint_id}/revoke-keys", **door("endpoint.revoke_keys"))
    async def revoke_keys(endpoint_id: UUID, cause: WithCause) -> EndpointView:
        """A fresh key at once; the old ones prove nothing any more."""
        await attempt(lambda: acts.revoke_keys(endpoint_id, cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.post("/endpoints/{endpoint_id}/set-access", **door("endpoint.set_access"))
    async def set_access(endpoint_id: UUID, body: AccessBody, cause: WithCause) -> EndpointView:
        """What it takes to call it beside the signature, from the next call on: authorities, a certificate, a token."""
        await attempt(lambda: acts.set_access(endpoint_id, body.wish(), cause))
        return await _shown(acts, endpoint_id, cause.actor)

    @api.get("/.well-known/kipthoi-webhook-keys/{client}.json", **door(PUBLIC))
    async def published(client: str, response: Response) -> KeySetView:
        """The public keys that sign for a client, and the next ones."""
        response.headers.update(_CACHED)
        found = await acts.show.published(client)
        return KeySetView(keys=[key.jwk() for key in found])


async def _shown(acts: EndpointUseCases, endpoint_id: UUID, reader: Actor) -> EndpointView:
    [shown] = await _views(acts, [await acts.show.one(endpoint_id, reader)])
    return shown


async def _views(acts: EndpointUseCases, found: Sequence[Endpoint]) -> list[EndpointView]:
    backlogs, contacts = await acts.show.backlogs(found), await acts.show.contacts(found)
    return [_view(each, backlogs[each.id], contacts[each.id], acts.show.clock) for each in found]


def _view(endpoint: Endpoint, backlog: Backlog, contact: ContactState, clock: Clock) -> EndpointView:
    return EndpointView(
        **{name: getattr(endpoint, name) for name in EndpointView.model_fields if name not in _SHOWN_APART},
        contact=contact,
        access=access_view(endpoint.access),
        last_success_at=max(filter(None, (endpoint.last_success_at, backlog.last_done_at)), default=None),
        backlog=BacklogView(open=backlog.open, dead=backlog.dead, next_at=backlog.next_at),
        keys=tuple(_key_view(key) for key in endpoint.published(clock())),
        calls=tuple(
            CallView(**{name: getattr(call, name) for name in CallView.model_fields}) for call in endpoint.calls
        ),
    )


def _key_view(key: SigningKey) -> KeyView:
    return KeyView(kid=key.kid, kind=key.kind, public=key.public, since=key.since, until=key.until)
