"""Every route of every service names its policy."""

from collections.abc import Iterable, Iterator

import pytest
from starlette.routing import BaseRoute

from deploy.docs.services import NAMES, built
from shared.kernel.policy import POLICY, PUBLIC
from shared.runtime.web.doors import policy_of, without_policy


@pytest.mark.parametrize("service", NAMES)
def test_no_route_is_without_a_policy(service: str) -> None:
    routes = built(service).app.routes
    assert len(list(_all(routes))) > 3
    assert without_policy(routes) == []


@pytest.mark.parametrize("service", NAMES)
def test_every_policy_that_a_route_names_exists(service: str) -> None:
    named = {policy_of(route) for route in _all(built(service).app.routes)} - {None}
    assert named
    assert named <= {*POLICY, PUBLIC}


def _all(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Routes of included routers too."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from [route] if inner is None else _all(inner.routes)
