"""What every event of an endpoint says."""

from datetime import datetime
from typing import Any

from services.notifications.domain.endpoint import Endpoint
from shared.contracts.notifications import EndpointDisabled


def head(endpoint: Endpoint) -> dict[str, Any]:
    """Which endpoint, whose, at which unit; never its address."""
    return {
        "endpoint_id": endpoint.id,
        "client_ref": endpoint.client_ref,
        "unit_id": endpoint.unit_id,
        "unit_path": endpoint.unit_path,
    }


def disabled(endpoint: Endpoint, at: datetime) -> EndpointDisabled:
    """From this instant on it is sent nothing any more. Emits: EndpointDisabled."""
    return EndpointDisabled(
        **head(endpoint), reason=endpoint.reason, disabled_at=at, failing_since=endpoint.failing_since
    )
