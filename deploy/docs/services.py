"""The four services, put together but not running."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from shared.runtime.bus.subscription import Group
from shared.runtime.service import Service

NAMES = ("nominations", "reviews", "notifications", "console")


@cache
def built(name: str) -> Service:
    """One service on settings that lead nowhere."""
    settings = import_module(f"services.{name}.settings").Settings(
        mongodb_url="mongodb://127.0.0.1:1/",
        kafka_bootstrap="127.0.0.1:1",
        issuer="http://127.0.0.1:1",
        jwks_url="http://127.0.0.1:1/jwks.json",
    )
    service: Service = import_module(f"services.{name}.app").build(settings)
    return service


def all_groups() -> Iterator[Group]:
    """Every consumer group of every service."""
    for name in NAMES:
        yield from (pipeline.group for pipeline in built(name).pipelines)
