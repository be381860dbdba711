"""Whatever fits the API's own description is answered as the description says, and never with a fault of ours."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.notifications.adapters.mongo.gateway import MongoClients
from services.notifications.app import build
from services.notifications.settings import Settings
from shared.kernel.actor import Role
from shared.kernel.cause import job_cause
from shared.runtime.store.client import MongoStore
from shared.runtime.vault import new_key
from shared.runtime.web.edge import Edge
from tests.notifications.gateway.outside import AUDIENCE, System
from tests.notifications.gateway.test_another_language import Now
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

DESCRIPTION = Path(__file__).parents[3] / "docs" / "api" / "notifications.openapi.json"
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
ENDLESS = ("/live", "/live/public")
EXAMPLES = 4


@dataclass
class Proven(AuthBase):
    """Adds what proves who asks, when target and body are as they will be sent."""

    headers: Callable[[str, bytes], Mapping[str, str]]

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        assert isinstance(body, str | bytes)
        request.headers.update(self.headers(request.path_url, body.encode() if isinstance(body, str) else body))
        return request


def fuzz(operation: schemathesis.APIOperation[Any, Any, Any, Any], url: str, proven: Proven) -> None:
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def asked(case: schemathesis.Case[Any]) -> None:
        query = {**(case.query or {}), **({"wait": 0} if "wait" in (case.query or {}) else {})}
        case.query = query
        response = case.call(base_url=url, auth=proven)
        assert response.status_code < 500 or response.status_code == 503, response.text
        case.validate_response(response, checks=CHECKS)

    asked()


async def test_the_service_answers_as_it_is_described(store: MongoStore, mongodb_url: str, namespace: str) -> None:
    nowhere = "http://127.0.0.1:1"
    service = build(
        Settings(
            mongodb_url=mongodb_url,
            kafka_bootstrap="127.0.0.1:1",
            namespace=namespace,
            issuer=nowhere,
            jwks_url=nowhere,
            contact_key=new_key(),
            gateway_url=AUDIENCE.removesuffix("/token"),
        )
    )
    issuer, system = Issuer(), System("HT-HP", Now())
    service.app.state.tokens = issuer.tokens("notifications")
    await MongoClients(store).save(system.client("STP-HP"), job_cause("test", "record"))
    everything = issuer.bearer("TD-01", [(role.value, "STP-HP") for role in Role])
    described = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))

    def proven(operation: schemathesis.APIOperation[Any, Any, Any, Any]) -> Proven:
        if not operation.path.startswith("/integration/"):
            return Proven(lambda *_: everything)
        is_signed = operation.method == "post" and not operation.path.endswith("/token")
        return Proven(signed if is_signed else lambda *_: system.bearer)

    def signed(url: str, body: bytes) -> Mapping[str, str]:
        headers = system.signed(url, body)
        return {name: text for name, text in headers.items() if name != "Content-Type"}

    async with serving(Edge(service.app)) as http:
        assert (await system.ask(http)).status_code == 200
        for found in described.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            if operation.path not in ENDLESS:
                await asyncio.to_thread(fuzz, operation, str(http.base_url), proven(operation))
