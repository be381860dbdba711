"""What the compose file promises of every container."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.standalone.addresses import Ports
from deploy.standalone.kafka import properties

COMPOSE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "docker-compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
JOBS = {name for name, service in SERVICES.items() if service["restart"] == "no"}
IMAGE_TELLS_HEALTH = {"nominations", "reviews", "notifications", "console"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_read_only_without_root_or_capabilities_and_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert int(service["user"].split(":")[0]) > 0
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@pytest.mark.parametrize("name", set(SERVICES) - JOBS)
def test_every_container_that_stays_tells_its_health(name: str) -> None:
    assert name in IMAGE_TELLS_HEALTH or "test" in SERVICES[name]["healthcheck"]


@pytest.mark.parametrize("name", IMAGE_TELLS_HEALTH)
def test_every_service_waits_for_what_it_stands_on(name: str) -> None:
    waits = {on: each["condition"] for on, each in SERVICES[name]["depends_on"].items()}
    done, healthy = "service_completed_successfully", "service_healthy"
    assert waits == {f"{name}-migrate": done, "topics": done, "kafka": healthy, "mongodb": healthy}


def read(text: str) -> dict[str, str]:
    lines = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in lines}


def test_systems_outside_come_to_the_broker_as_they_do_without_docker() -> None:
    ours, theirs = read(properties(Ports(), Path("/data"))), read(COMPOSE["configs"]["kafka"]["content"])
    by_the_authorizer = {
        "authorizer.class.name",
        "super.users",
        "listener.security.protocol.map",
        "advertised.listeners",
    }
    for name in (*(each for each in ours if each.startswith("listener.name.outside.")), *by_the_authorizer):
        assert theirs[name] == ours[name], name
    at = str(Ports().kafka_outside)
    assert f"OUTSIDE://:{at}" in theirs["listeners"].split(",")
    assert f"127.0.0.1:{at}:{at}" in SERVICES["kafka"]["ports"]
