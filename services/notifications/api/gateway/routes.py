"""All routes for outside systems."""

from fastapi import APIRouter

from services.notifications.api.clients import add_clients
from services.notifications.api.gateway.awards import add_awards
from services.notifications.api.gateway.doors import client_doors
from services.notifications.api.gateway.token import add_token
from services.notifications.api.unit_codes import add_unit_codes
from services.notifications.usecases.gateway import GatewayUseCases


def add_gateway(api: APIRouter, use_cases: GatewayUseCases) -> None:
    """Add `/integration/v1`, each route with its policy and scope, and what the house keeps for it."""
    add_clients(api, use_cases.client)
    add_unit_codes(api, use_cases.unit_code)
    add_token(api, use_cases.issue_token)
    routes = client_doors()
    add_awards(routes, use_cases.awards)
    api.include_router(routes)
