"""A service's command line, run as in a process of its own: real arguments, settings, exit codes and output."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from shared.runtime.command import run
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)
NAMED = ("--as", "OPS-01", "--reason", "sửa dữ liệu")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Operate = Callable[..., Awaitable[Said]]


def operating(
    settings: S, build: Callable[[S], Service], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Operate:
    """`await operate("parked", "list", "--json")` in another thread, which has a loop of its own as a process has."""
    prefix = settings.model_config.get("env_prefix", "")
    for name in ("mongodb_url", "kafka_bootstrap", "namespace", "issuer", "jwks_url"):
        monkeypatch.setenv(f"{prefix}{name}".upper(), getattr(settings, name))

    def line(arguments: tuple[str, ...]) -> int:
        try:
            return run(type(settings), build, arguments)
        except SystemExit as error:
            return int(error.code or 0)

    async def operate(*arguments: str) -> Said:
        handlers = logging.getLogger().handlers[:]
        capsys.readouterr()
        code = await asyncio.to_thread(line, arguments)
        logging.getLogger().handlers[:] = handlers
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return operate
