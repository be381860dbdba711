"""All routes for outside systems."""

from collections.abc import Callable

from fastapi import APIRouter
from pydantic import BaseModel

from services.notifications.api.clients import add_clients
from services.notifications.api.gateway.awards import add_awards
from services.notifications.api.gateway.batches import add_batches
from services.notifications.api.gateway.catalogues import add_catalogues
from services.notifications.api.gateway.doors import client_doors
from services.notifications.api.gateway.token import add_token
from services.notifications.api.unit_codes import add_unit_codes
from services.notifications.usecases.gateway.build import GatewayUseCases
from shared.kernel.policy import PUBLIC
from shared.runtime.web.doors import door


def add_gateway(api: APIRouter, use_cases: GatewayUseCases, keys: Callable[[], list[dict[str, str]]]) -> None:
    """Add `/integration/v1`, each route with its policy and scope, and what the house keeps for it."""
    _add_keys(api, keys)
    add_clients(api, use_cases.client)
    add_unit_codes(api, use_cases.unit_code)
    add_token(api, use_cases.issue_token)
    routes = client_doors()
    add_awards(routes, use_cases.awards)
    add_batches(routes, use_cases.intake)
    add_catalogues(routes, use_cases)
    api.include_router(routes)


class GatewayKeysView(BaseModel):
    """The public keys of the gateway as a JSON Web Key Set."""

    keys: list[dict[str, str]]


def _add_keys(api: APIRouter, keys: Callable[[], list[dict[str, str]]]) -> None:
    @api.get("/.well-known/kipthoi-gateway-keys.json", **door(PUBLIC))
    async def published() -> GatewayKeysView:
        """What owners check the gateway's tokens with."""
        return GatewayKeysView(keys=keys())
