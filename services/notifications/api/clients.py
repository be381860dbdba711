"""Routes for the systems of clients, as operators keep them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.notifications.domain.client import Client, Scope
from services.notifications.usecases.client import ClientUseCases
from services.notifications.usecases.client.record import ClientRecord
from shared.kernel.actor import Actor
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import WithActor, WithCause, attempt, door

Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Kid = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
Unit = Annotated[str, Field(min_length=1, max_length=64)]
Member = Annotated[str, Field(min_length=1, max_length=200)]
Jwk = Annotated[dict[str, Member], Field(max_length=8)]
"""The public half of a key of Ed25519 or P-256 as a JSON Web Key: `kty`, `crv`, `x`, and `y` where there is one."""


class ClientBody(Body):
    """A client. `units`: each with all below it. A new one needs `kid` and `jwk`; a known one keeps its keys.

    `is_mirrored`: the register of its units stands on a topic of its own, `mirror.<ref>.register.v1`. `hears_in_full`:
    as agreed, its endpoints are sent what the register says of an award of its units, not only ids, unit and numbers.
    """

    ref: Ref
    name_vi: Annotated[str, Field(min_length=1, max_length=300)]
    scopes: Annotated[frozenset[Scope], Field(min_length=1)]
    units: Annotated[frozenset[Unit], Field(min_length=1, max_length=100)]
    kid: Kid | None = None
    jwk: Jwk | None = None
    is_mirrored: bool = False
    hears_in_full: bool = False


class NextKeyBody(Body):
    """The key that proves the client from now on.

    `at_once`: the keys before it, and all tokens, end now; for a key that others may know.
    """

    kid: Kid
    jwk: Jwk
    at_once: bool = False


class ClientKeyView(BaseModel):
    """A public key that proves the client from `since` on, until `until`."""

    kid: str
    since: datetime
    until: datetime | None


class ClientView(BaseModel):
    """A client as it stands."""

    ref: str
    name_vi: str
    scopes: list[Scope]
    units: list[str]
    keys: list[ClientKeyView]
    is_mirrored: bool
    hears_in_full: bool
    is_active: bool
    version: int


def add_clients(api: APIRouter, acts: ClientUseCases) -> None:
    """Add the routes of clients."""
    _add_reading(api, acts)
    _add_acts(api, acts)


def _add_reading(api: APIRouter, acts: ClientUseCases) -> None:
    @api.get("/clients", **door("client.read"))
    async def listing(actor: WithActor) -> list[ClientView]:
        """The clients all of whose units are in the reader's scope, by name."""
        return [_view(each) for each in await acts.show.all(actor)]

    @api.get("/clients/{ref}", **door("client.read"))
    async def show(ref: str, actor: WithActor) -> ClientView:
        """One client."""
        return await _shown(acts, ref, actor)


def _add_acts(api: APIRouter, acts: ClientUseCases) -> None:
    @api.post("/clients", status_code=201, **door("client.record"))
    async def record(body: ClientBody, cause: WithCause) -> ClientView:
        """Take a client in, or change what it is called and may do; its keys stay."""
        await attempt(lambda: acts.record(ClientRecord(**body.model_dump()), cause))
        return await _shown(acts, body.ref, cause.actor)

    @api.post("/clients/{ref}/rotate-key", **door("client.rotate_key"))
    async def rotate_key(ref: str, body: NextKeyBody, cause: WithCause) -> ClientView:
        """Another key counts from now on, the one before for seven days more, or no longer (`at_once`)."""
        await attempt(lambda: acts.rotate_key(ref, body.kid, body.jwk, cause, at_once=body.at_once))
        return await _shown(acts, ref, cause.actor)

    @api.post("/clients/{ref}/suspend", **door("client.suspend"))
    async def suspend(ref: str, cause: WithCause) -> ClientView:
        """Shut a client out at once; what it sent stays."""
        await attempt(lambda: acts.suspend(ref, cause))
        return await _shown(acts, ref, cause.actor)

    @api.post("/clients/{ref}/resume", **door("client.resume"))
    async def resume(ref: str, cause: WithCause) -> ClientView:
        """Let a client in again. What it sends has to be proved anew: no token from before counts."""
        await attempt(lambda: acts.resume(ref, cause))
        return await _shown(acts, ref, cause.actor)


async def _shown(acts: ClientUseCases, ref: str, reader: Actor) -> ClientView:
    return _view(await acts.show.one(ref, reader))


def _view(client: Client) -> ClientView:
    return ClientView(
        ref=client.ref,
        name_vi=client.name_vi,
        scopes=sorted(client.scopes),
        units=sorted(client.units),
        keys=[ClientKeyView(kid=key.kid, since=key.since, until=key.until) for key in client.keys],
        is_mirrored=client.is_mirrored,
        hears_in_full=client.hears_in_full,
        is_active=client.is_active,
        version=client.version,
    )
