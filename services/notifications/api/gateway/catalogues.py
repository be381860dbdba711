"""What clients have to know to send: units, awards, movements. Small tables: a change gives all of one again."""

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.notifications.api.gateway.doors import WithClient, client_door
from services.notifications.domain.client import Client
from services.notifications.usecases.gateway.build import GatewayUseCases
from services.notifications.usecases.intake.ports import OwnerRefusedError
from shared.runtime.web.problems import ProblemError, unavailable

Since = Annotated[str, Query(max_length=64)]


class CatalogueView(BaseModel):
    """A whole table, or nothing when it is still as `since` says; `next` names what it is now."""

    items: list[dict[str, Any]]
    next: str
    is_changed: bool


def add_catalogues(api: APIRouter, use_cases: GatewayUseCases) -> None:
    """The three of them."""

    @api.get("/catalogues/units", **client_door("client_catalogue.read"))
    async def units(client: WithClient, since: Since = "") -> CatalogueView:
        """The client's units and all below them: `unit_id`, `codes`, `succeeded_by`."""
        return _table(await use_cases.unit_catalogue(client), since)

    @api.get("/catalogues/award-kinds", **client_door("client_catalogue.read"))
    async def award_kinds(client: WithClient, since: Since = "") -> CatalogueView:
        """The awards that may be asked for, by their codes."""
        return _table(await _asked(use_cases, client, "/forms"), since)

    @api.get("/catalogues/movements", **client_door("client_catalogue.read"))
    async def movements(client: WithClient, since: Since = "") -> CatalogueView:
        """The movements that were launched."""
        return _table(await _asked(use_cases, client, "/movements"), since)


async def _asked(use_cases: GatewayUseCases, client: Client, path: str) -> Sequence[dict[str, Any]]:
    try:
        found: Sequence[dict[str, Any]] = await use_cases.intake.owner.ask(client, path)
    except OwnerRefusedError as error:
        raise ProblemError(unavailable()) from error
    return found


def _table(items: Sequence[dict[str, Any]], since: str) -> CatalogueView:
    text = json.dumps(list(items), sort_keys=True, ensure_ascii=False, default=str)
    now = hashlib.sha256(text.encode()).hexdigest()[:32]
    return CatalogueView(items=[] if now == since else list(items), next=now, is_changed=now != since)
