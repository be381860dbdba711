"""What an operator can do with every service: serve, check, migrate, parked."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, TextIO, TypeVar

from shared.runtime.health import reachable
from shared.runtime.logs import configure
from shared.runtime.serve import PortTakenError
from shared.runtime.serve import run as serve_until_stopped
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings, SettingsError, read

S = TypeVar("S", bound=ServiceSettings)


def run(settings: type[S], build: Callable[[S], Service], arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code is 0, 1 for a failure, 2 for a wrong command or setting."""
    chosen = _parser().parse_args(arguments)
    try:
        found = read(settings)
    except SettingsError as error:
        _say(str(error), sys.stderr)
        return 2
    if getattr(chosen, "migrate", False):
        # A service of its own: a store belongs to the loop that opened it.
        _migrate(build(found))
    service = build(found)
    try:
        return _VERBS[chosen.verb](service)
    except PortTakenError as error:
        _say(str(error), sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Operate this service.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="answer HTTP and read the bus until SIGTERM")
    serve.add_argument("--migrate", action="store_true", help="make the declared indexes first (for a laptop)")
    verbs.add_parser("check", help="show the settings without secrets and try each connection")
    verbs.add_parser("migrate", help="make the declared indexes")
    parked = verbs.add_parser("parked", help="records of the bus that were set aside")
    parked.add_argument("what", choices=["list"], help="list: one JSON line a record, without its content")
    return parser


def _serve(service: Service) -> int:
    configure(service.name, service.settings.log_level)
    serve_until_stopped(service)
    return 0


def _check(service: Service) -> int:
    for name, value in service.settings.shown().items():
        _say(f"{name} = {value}")
    answers = asyncio.run(_tried(service))
    for name, fault in answers.items():
        _say(f"{name}: {fault or 'answers'}")
    return 1 if any(answers.values()) else 0


async def _tried(service: Service) -> dict[str, str]:
    kafka = await reachable(service.settings.kafka_bootstrap)
    return {"MongoDB": await _fault_of_store(service), "Kafka": "" if kafka else "does not answer"}


async def _fault_of_store(service: Service) -> str:
    try:
        await service.store.open()
        await service.store.check_indexes(service.indexes)
    except Exception as error:  # noqa: BLE001 - an operator wants to read any of them
        return f"{type(error).__name__}: {error}"
    finally:
        await service.store.close()
    return ""


def _migrate(service: Service) -> int:
    asyncio.run(service.migrate())
    _say(f"{len(service.indexes)} indexes are as declared")
    return 0


def _parked(service: Service) -> int:
    for record in asyncio.run(_records(service)):
        _say(json.dumps(record, ensure_ascii=False))
    return 0


async def _records(service: Service) -> list[dict[str, Any]]:
    await service.store.open()
    try:
        parked = service.store.parked
        found = [record for each in service.pipelines for record in await parked.held(each.group.name)]
    finally:
        await service.store.close()
    return [
        {
            "id": str(record.id),
            "group": record.group,
            "at": f"{record.topic}/{record.partition}/{record.offset}",
            "state": record.state,
            "reason": record.reason,
            "error": record.error,
            "tries": record.tries,
            "parked_at": record.parked_at.isoformat(),
        }
        for record in found
    ]


def _say(line: str, to: TextIO | None = None) -> None:
    (to or sys.stdout).write(line + "\n")


_VERBS: dict[str, Callable[[Service], int]] = {
    "serve": _serve,
    "check": _check,
    "migrate": _migrate,
    "parked": _parked,
}
