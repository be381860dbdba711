"""What an operator can do with every service: serve, check, migrate; look, redrive, read again, rebuild."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TextIO, TypeVar

from shared.kernel.errors import UnavailableError
from shared.runtime.command import acting, looking
from shared.runtime.command.answer import Answer, Code, tell
from shared.runtime.command.usage import parser
from shared.runtime.health import reachable
from shared.runtime.logs import configure
from shared.runtime.marks import FaultyFilesError
from shared.runtime.operating.audit import DeclinedError, NotHereError
from shared.runtime.serve import PortTakenError
from shared.runtime.serve import run as serve_until_stopped
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings, SettingsError, read

S = TypeVar("S", bound=ServiceSettings)

Verb = Callable[[Service, Namespace], Awaitable[Answer]]
"""Works on an open store; the service does not run."""

_VERBS: Final[Mapping[str, Verb]] = {
    "parked list": looking.parked_list,
    "parked show": acting.parked_show,
    "parked retry": acting.parked_retry,
    "parked discard": acting.parked_discard,
    "outbox": looking.outbox,
    "lag": looking.lag,
    "audit": looking.audit,
    "replay": acting.replay,
    "rebuild": acting.rebuild,
}


def run(settings: type[S], build: Callable[[S], Service], arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code is 0, 1 for wrong or refused, 2 for a wrong command or setting."""
    usage = parser()
    chosen = usage.parse_args(arguments)
    if getattr(chosen, "accept_difference", False) and not chosen.switch:
        usage.error("--accept-difference goes with --switch")
    try:
        found = read(settings, **({"only": chosen.only} if getattr(chosen, "only", None) else {}))
    except SettingsError as error:
        return _failed(error, Code.USAGE)
    try:
        service = build(found)
    except FaultyFilesError as error:
        return _failed(error, Code.USAGE)
    service.makes_indexes = getattr(chosen, "migrate", False)
    return _done(service, chosen)


def _done(service: Service, chosen: Namespace) -> int:
    verb = f"{chosen.verb} {chosen.what}" if "what" in chosen else chosen.verb
    try:
        if verb in _RUNNING:
            return _RUNNING[verb](service)
        answer = asyncio.run(_answer(_VERBS[verb], service, chosen))
    except NotHereError as error:
        return _failed(error, Code.USAGE)
    except (DeclinedError, PortTakenError, UnavailableError) as error:
        return _failed(error, Code.WRONG)
    tell(answer, sys.stdout, as_json=chosen.json)
    if answer.left_out:
        _say(answer.left_out, sys.stderr)
    return answer.code


async def _answer(verb: Verb, service: Service, chosen: Namespace) -> Answer:
    configure(service.name, "warning", to=sys.stderr)
    try:
        await service.store.open()
        return await verb(service, chosen)
    finally:
        await service.store.close()


def _serve(service: Service) -> int:
    configure(service.name, service.settings.log_level)
    serve_until_stopped(service)
    return Code.DONE


def _check(service: Service) -> int:
    for name, value in service.settings.shown().items():
        _say(f"{name} = {value}")
    answers = asyncio.run(_tried(service))
    for name, fault in answers.items():
        _say(f"{name}: {fault or 'answers'}")
    concerns = service.concerns()
    for concern in concerns:
        _say(concern)
    return Code.WRONG if any(answers.values()) or concerns else Code.DONE


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
    return Code.DONE


_RUNNING: Final[Mapping[str, Callable[[Service], int]]] = {"serve": _serve, "check": _check, "migrate": _migrate}


def _failed(error: Exception, code: Code) -> int:
    _say(str(error) or type(error).__name__, sys.stderr)
    return code


def _say(line: str, to: TextIO | None = None) -> None:
    (to or sys.stdout).write(line + "\n")
