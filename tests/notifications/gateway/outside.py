"""A system of a province, as its engineers would write it, and a gateway over a socket for it."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import APIRouter
from joserfc import jwt
from joserfc.jwk import OKPKey

from services.notifications.adapters.gateway.proofs import JoseProofs
from services.notifications.adapters.mongo.gateway import (
    ANSWERS,
    MongoAnswers,
    MongoClients,
    MongoClientTokens,
    MongoNonces,
    MongoUnitCodes,
)
from services.notifications.adapters.mongo.intake import MongoBatches, MongoIntakes
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.api.gateway.doors import Entrance, WithClient, client_door, client_doors
from services.notifications.api.gateway.routes import add_gateway
from services.notifications.domain.address import Network
from services.notifications.domain.client import Client, ClientKey, Scope, client_id
from services.notifications.domain.client_rate import ClientRate
from services.notifications.usecases import build_use_cases
from services.notifications.usecases.gateway.build import GatewayUseCases, build_gateway
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.intake.ports import IntakePorts
from shared.kernel.cause import job_cause
from shared.kernel.chart import Chart
from shared.kernel.lineage import Lineage
from shared.runtime.store.client import MongoStore
from shared.runtime.web.application import build_inner
from shared.runtime.web.bodies import Body
from shared.runtime.web.doors import doors
from shared.runtime.web.edge import Edge
from tests.notifications.conftest import Secrets, SetClock, mongo_ports
from tests.notifications.gateway.owner import MemoryOwner
from tests.shared.runtime.web.serving import serving
from tests.shared.runtime.web.tokens import Issuer

AUDIENCE = "https://kipthoi.example/integration/v1/token"
TOKEN, AWARDS, ECHO = "/integration/v1/token", "/integration/v1/awards", "/integration/v1/echo"
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class Units:
    """Two provinces' offices, one of them with departments."""

    lineage: Lineage = field(default_factory=Lineage)

    async def chart(self) -> Chart:
        return Chart(
            self.lineage,
            paths={
                "THADS-HP": ("BTP", "THADS-HP"),
                "P-THADS-5": ("BTP", "THADS-HP", "P-THADS-5"),
                "P-THADS-6": ("BTP", "THADS-HP", "P-THADS-6"),
                "STP-VL": ("UB-VL", "STP-VL"),
            },
        )


@dataclass
class System:
    """Holds a client's private key."""

    ref: str
    clock: SetClock
    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519", {"kid": "k1"}))
    token: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    def client(self, *units: str, scopes: frozenset[Scope] = frozenset(Scope)) -> Client:
        jwk = {name: str(value) for name, value in self.key.as_dict(private=False).items()}
        key = ClientKey("k1", jwk, self.clock() - timedelta(days=1))
        return Client(client_id(self.ref), self.ref, "Hệ thống tỉnh", (key,), scopes, frozenset(units))

    def assertion(self, **changed: object) -> str:
        now = int(self.clock().timestamp())
        claims = {"iss": self.ref, "sub": self.ref, "aud": AUDIENCE, "iat": now, "exp": now + 60}
        claims |= {"jti": f"j{next(self._numbers)}", **changed}
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "Ed25519", "kid": "k1"}, kept, self.key, algorithms=["Ed25519"])

    async def ask(self, http: httpx.AsyncClient, assertion: str | None = None, scope: str = "") -> httpx.Response:
        form = {"grant_type": "client_credentials", "client_assertion_type": TYPE, "scope": scope}
        reply = await http.post(TOKEN, data={**form, "client_assertion": assertion or self.assertion()})
        if reply.status_code == 200:
            self.token = reply.json()["access_token"]
        return reply

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def signed(self, url: str, body: bytes, **changed: Any) -> dict[str, str]:
        """The headers of a POST, signed as section 11 of the design asks."""
        created = changed.get("created", int(self.clock().timestamp()))
        nonce = changed.get("nonce", f"n{next(self._numbers)}")
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        parts = urlsplit(url)
        key = changed.get("key", f"key{next(self._numbers)}")
        lines = {"@method": "POST", "@path": parts.path, "@query": f"?{parts.query}", "content-digest": digest}
        lines["idempotency-key"] = key
        names = changed.get("names", list(lines))
        covered = " ".join(f'"{name}"' for name in names)
        params = f'({covered});created={created};keyid="k1"' + (f';nonce="{nonce}"' if nonce else "")
        base = "\n".join([*(f'"{name}": {lines[name]}' for name in names), f'"@signature-params": {params}'])
        signature = base64.b64encode(self.key.private_key.sign(base.encode())).decode()  # type: ignore[union-attr]
        return {
            **self.bearer,
            "Content-Type": "application/json",
            "Content-Digest": digest,
            "Signature-Input": f"sig={params}",
            "Signature": f"sig=:{signature}:",
            "Idempotency-Key": key,
        }


@dataclass
class Gate:
    """The gateway over a socket, with one more route that writes: it counts how often it was reached."""

    http: httpx.AsyncClient
    clients: MongoClients
    register: MongoRegister
    heard: list[str]
    use_cases: GatewayUseCases
    owner: MemoryOwner
    units: Units
    store: MongoStore

    async def forget_answers(self) -> None:
        """As the store does by itself once their time is over."""
        await self.store.rows(ANSWERS).delete_many({})

    async def record(self, client: Client) -> None:
        await self.clients.save(client, job_cause("test", "record", client.ref, client.version, client.is_active))

    async def post(self, system: System, body: object, url: str = ECHO, **changed: Any) -> httpx.Response:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = system.signed(url, raw, **changed) | changed.get("headers", {})
        return await self.http.post(url, content=raw, headers={k: v for k, v in headers.items() if v})

    async def get(self, system: System, url: str, **query: Any) -> httpx.Response:
        return await self.http.get(url, params=query, headers=system.bearer)


class EchoBody(Body):
    """What the route of these tests takes."""

    word: str


@asynccontextmanager
async def gate(
    store: MongoStore, clock: SetClock, per_minute: int = 30, proxies: Sequence[Network] = ()
) -> AsyncIterator[Gate]:
    announce = build_use_cases(mongo_ports(store, clock)).event.announce_job
    owner, units = MemoryOwner(), Units()
    register, clients, heard = MongoRegister(store, clock, Secrets()), MongoClients(store), list[str]()
    use_cases = build_gateway(
        GatewayPorts(
            clients=clients,
            tokens=MongoClientTokens(store),
            nonces=MongoNonces(store),
            answers=MongoAnswers(store),
            proofs=JoseProofs(),
            codes=MongoUnitCodes(store),
            register=register,
            units=units,
            secret=Secrets(),
            clock=clock,
            true_clock=clock,
            audiences=(AUDIENCE,),
        ),
        IntakePorts(owner, MongoBatches(store), MongoIntakes(store), announce),
    )
    api = doors()
    add_gateway(api, use_cases, list)
    add_echo(api, heard)
    app = build_inner(api, title="notifications", tokens=Issuer().tokens("notifications"))
    app.state.entrance = Entrance(use_cases, clock, ClientRate(per_minute=per_minute), proxies)
    async with serving(Edge(app)) as http:
        yield Gate(http, clients, register, heard, use_cases, owner, units, store)


def add_echo(api: APIRouter, heard: list[str]) -> None:
    routes = client_doors()

    @routes.post("/echo", **client_door("client_nomination.send"))
    async def echo(body: EchoBody, client: WithClient) -> dict[str, str | int]:
        heard.append(body.word)
        return {"client": client.ref, "word": body.word, "count": len(heard)}

    api.include_router(routes)
