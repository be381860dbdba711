"""What a run is made of, as units and steps for the supervisor: the bus, the store, the issuer, the services."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from deploy.standalone.addresses import LOOPBACK, OPERATIONS_OFFSET
from deploy.standalone.errors import MissingPartError
from deploy.standalone.kafka import kafka_unit
from deploy.standalone.mongod import mongod_unit
from deploy.standalone.probes import http_ready
from deploy.standalone.secret_file import kept_secret
from deploy.standalone.settings import SERVICES
from deploy.standalone.site import ROOT, Site
from deploy.standalone.topics import provision
from deploy.standalone.unit import Step, Unit
from shared.runtime.vault import new_key

_FOUNDATION = ("topics", "mongod", "issuer")
_SEALING: Final = {"nominations": "contact.key", "reviews": "sender.key", "notifications": "sealing.key"}
"""The services that seal, and the files of their keys."""


async def bus_and_store(site: Site, say: Callable[[str], None], *, forgets: bool = True) -> list[Unit | Step]:
    """Kafka and mongod, unless they were given; `forgets`: the store deletes what is past.

    Raises: MissingToolError, TamperedJarError, StandaloneError.
    """
    units: list[Unit | Step] = []
    if site.given.mongodb_url is None:
        units.append(mongod_unit(site.folder, site.ports.mongod, forgets=forgets))
    if site.given.kafka_bootstrap is None:
        units.append(await kafka_unit(site.folder, site.ports, ROOT, say))
    return units


def topics_step(site: Site) -> Step:
    """Provisioning of the declared topics."""
    return Step(name="topics", act=partial(_provision, site), needs=("kafka",))


def issuer_unit(site: Site) -> Unit:
    """The development issuer, who signs the sample people in. Raises: MissingPartError."""
    _require_module("deploy", "standalone", "issuer.py")
    return Unit(
        name="issuer",
        command=(
            *(sys.executable, "-m", "deploy.standalone", "issuer"),
            *("--port", str(site.ports.issuer), "--keys", str(site.folder / "issuer")),
        ),
        ready=http_ready(jwks_url(site)),
    )


def service_units(site: Site) -> list[Unit]:
    """The four services, one process each; each makes its indexes first, sparing a second start of Python.

    Raises: MissingPartError.
    """
    return [_service_unit(site, name) for name in SERVICES]


def replica_of(unit: Unit, name: str, port: int) -> Unit:
    """One more process of a service, beside the first, on a port and under a name of its own."""
    prefix, operations = unit.name.upper(), port + OPERATIONS_OFFSET
    own = {f"{prefix}_PORT": str(port), f"{prefix}_OPERATIONS_PORT": str(operations), f"{prefix}_REPLICA": name}
    ready = http_ready(f"http://{LOOPBACK}:{operations}/readyz")
    return replace(unit, name=name, environment={**unit.environment, **own}, ready=ready)


def jwks_url(site: Site) -> str:
    """Where the issuer's public keys are."""
    return f"{site.addresses.issuer}/.well-known/jwks.json"


def own_ports(site: Site) -> dict[str, int]:
    """The ports that a whole run will listen on, by what listens there."""
    ports = {name: int(getattr(site.ports, name)) for name in (*SERVICES, "issuer")}
    ports |= {f"{name} operations": ports[name] + OPERATIONS_OFFSET for name in SERVICES}
    if site.given.kafka_bootstrap is None:
        ports |= {"Kafka": site.ports.kafka, "Kafka's controller": site.ports.kafka_controller}
    if site.given.mongodb_url is None:
        ports["mongod"] = site.ports.mongod
    return ports


def _service_unit(site: Site, name: str) -> Unit:
    _require_module("services", name, "__main__.py")
    return Unit(
        name=name,
        command=(sys.executable, "-m", f"services.{name}", "serve", "--migrate"),
        ready=http_ready(f"{site.addresses.operations(name)}/readyz"),
        needs=_FOUNDATION,
        environment=_settings(site, name),
    )


def _settings(site: Site, name: str) -> dict[str, str]:
    port = int(getattr(site.ports, name))
    values = {
        "MONGODB_URL": site.mongodb_url,
        "KAFKA_BOOTSTRAP": site.kafka_bootstrap,
        "NAMESPACE": site.namespace,
        "HOST": LOOPBACK,
        "PORT": str(port),
        "OPERATIONS_PORT": str(port + OPERATIONS_OFFSET),
        "ISSUER": site.addresses.issuer,
        "JWKS_URL": jwks_url(site),
        "BLOBS_DIR": str(site.folder / "blobs"),
        "REPLICA": "1",
    }
    if name in _SEALING:
        # What it sealed lies in the site's store.
        values["CONTACT_KEY"] = kept_secret(site.folder / _SEALING[name], new_key)
    if name == "notifications":
        values["WEBHOOK_OPENED"] = f"* {LOOPBACK} {LOOPBACK}/32 {site.ports.receiver}"
        values["GATEWAY_URL"] = f"{site.addresses.notifications}/integration/v1"
        values["GATEWAY_KEY"] = kept_secret(site.folder / "gateway.key", new_key)
        values["NOMINATIONS_URL"] = site.addresses.nominations
    if name == "nominations":
        values["GATEWAY_ISSUER"] = f"{site.addresses.notifications}/integration/v1"
        values["GATEWAY_JWKS_URL"] = f"{site.addresses.notifications}/.well-known/kipthoi-gateway-keys.json"
    if name == "console":
        owners = ("nominations", "reviews", "notifications")
        values |= {f"{owner.upper()}_URL": str(getattr(site.addresses, owner)) for owner in owners}
    return {f"{name.upper()}_{key}": value for key, value in values.items()}


def _require_module(*path: str) -> None:
    if not ROOT.joinpath(*path).exists():
        raise MissingPartError(f"There is no {'/'.join(path)}, so this part cannot be started. Is the checkout whole?")


async def _provision(site: Site) -> None:
    await provision(site.kafka_bootstrap, site.namespace)
