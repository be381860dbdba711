"""`python -m services.notifications kit receive | check | key`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web
from joserfc.jwk import OKPKey

from services.notifications.adapters.webhook.signing import HmacKey
from services.notifications.kit.books import Books
from services.notifications.kit.caller import KEYS_PATH, Keys, calling
from services.notifications.kit.client import GatewayClient, Identity
from services.notifications.kit.letters import ORIGIN
from services.notifications.kit.lines import Result
from services.notifications.kit.pulling import Copy
from services.notifications.kit.receiver import PATH, Receiver
from services.notifications.kit.register_lines import Sandbox, check_register
from services.notifications.kit.stage import Stage
from services.notifications.kit.verifying import KeySet, Signatures, secret_of
from services.notifications.kit.webhook_lines import check_receiver
from services.notifications.kit.write_lines import Sending, check_writes
from shared.runtime.command.answer import Answer, Code, tell

SECRET: Final = "whsec_a2lwdGhvaS1raXQtc2VjcmV0LW5vdC1hLXNlY3JldCE="  # noqa: S105 - it is meant to be known
"""The kit's shared secret. Everybody knows it; it signs nothing but the kit's own calls."""

_SENDS: Final = "nominations:write"

PUBLISHED_AT: Final = "127.0.0.1:8790"
RECEIVES_AT: Final = "127.0.0.1:8791"


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; 0 only when every line that was played passed."""
    chosen = _parser().parse_args(arguments)
    try:
        return _VERBS[chosen.verb](chosen)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return Code.USAGE


def _check(chosen: argparse.Namespace) -> int:
    results = asyncio.run(_played(chosen))
    passed = sum(result.is_passed for result in results)
    rows = [
        {
            "line": one.name,
            "result": "pass" if one.is_passed else "FAIL",
            "vi": one.vi,
            "en": one.en,
            **({"found": one.found} if passed < len(results) else {}),
        }
        for one in results
    ]
    said = f"{passed} of {len(results)} lines passed / {passed} trên {len(results)} mục đạt"
    tell(Answer(rows, said), sys.stdout, as_json=chosen.json)
    return Code.DONE if passed == len(results) else Code.WRONG


async def _played(chosen: argparse.Namespace) -> list[Result]:
    keys = Keys(HmacKey.read(chosen.secret))
    stage = Stage(chosen.gateway)
    async with calling(chosen.receiver, keys, _address(chosen.publish_at), stage) as house:
        results = [] if chosen.only == "client" else await check_receiver(house)
        if chosen.only == "webhooks":
            return results
        async with _client(chosen) as client:
            results += await check_register(Sandbox(client, house, stage))
            return [*results, *(await check_writes(Sending(client)) if _SENDS in client.scopes else [])]


def _client(chosen: argparse.Namespace) -> GatewayClient:
    if not (chosen.gateway and chosen.client and chosen.key):
        raise ValueError("a client needs --gateway, --client and --key; without them: --only webhooks")
    return GatewayClient(chosen.gateway, Identity.read(chosen.client, chosen.key), audience=chosen.audience)


def _receive(chosen: argparse.Namespace) -> int:
    with suppress(KeyboardInterrupt):
        asyncio.run(_received(chosen))
    return Code.DONE


async def _received(chosen: argparse.Namespace) -> None:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        books = Books()
        copy = Copy(await stack.enter_async_context(_client(chosen))) if chosen.gateway else None

        async def pull() -> None:
            if copy is not None:
                await copy.go_on()
                books.pulled = copy.pulled

        signatures = Signatures(KeySet(_reading(session, chosen.keys)), [secret_of(each) for each in chosen.secret])
        runner = web.AppRunner(Receiver(signatures, books, origin=chosen.origin, pull=pull).app())
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        host, port = _address(chosen.at)
        await web.TCPSite(runner, host, port).start()
        sys.stdout.write(f"receives at http://{host}:{runner.addresses[0][1]}{PATH}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def _reading(session: aiohttp.ClientSession, url: str) -> Callable[[], Awaitable[Sequence[Mapping[str, Any]] | None]]:
    async def read() -> Sequence[Mapping[str, Any]] | None:
        try:
            async with session.get(url) as response:
                found = await response.json()
                return list(found["keys"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            return None

    return read


def _key(chosen: argparse.Namespace) -> int:
    """A key file that nobody else may read; an existing one is left alone."""
    key = OKPKey.generate_key("Ed25519", {"kid": chosen.kid})
    with chosen.to.open("x", encoding="utf-8") as file:
        chosen.to.chmod(0o600)
        file.write(json.dumps(key.as_dict(private=True)) + "\n")
    sys.stdout.write(json.dumps(key.as_dict(private=False)) + "\n")
    return Code.DONE


_VERBS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"check": _check, "receive": _receive, "key": _key}


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser("kit", description="What a system outside has to stand.", allow_abbrev=False)
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="play all lines against a receiver and a gateway; 0 only for a full pass")
    check.add_argument("--receiver", required=True, metavar="URL", help="the address that takes events and tells")
    check.add_argument("--only", choices=("webhooks", "client"), help="one half; going live needs both")
    check.add_argument("--publish-at", default=PUBLISHED_AT, metavar="HOST:PORT", help=f"{KEYS_PATH} stands there")
    check.add_argument("--secret", default=SECRET, metavar="whsec_…", help="the shared secret")
    check.add_argument("--json", action="store_true", help="one JSON document a line")
    _gateway(check)
    receive = verbs.add_parser("receive", help="the reference receiver, until it is stopped")
    receive.add_argument("--at", default=RECEIVES_AT, metavar="HOST:PORT", help=f"where (default: {RECEIVES_AT})")
    receive.add_argument("--keys", default=f"http://{PUBLISHED_AT}{KEYS_PATH}", metavar="URL", help="the key set")
    receive.add_argument("--secret", nargs="*", default=[SECRET], metavar="whsec_…", help="the shared secrets")
    receive.add_argument("--origin", default=ORIGIN, metavar="NAME", help="whose calls it wants")
    _gateway(receive)
    key = verbs.add_parser("key", help="make a client's key: the private one to a file, the public one is shown")
    key.add_argument("--to", type=Path, required=True, metavar="FILE")
    key.add_argument("--kid", default="k1", help="the key's name (default: k1)")
    return whole


def _gateway(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--gateway", default="", metavar="URL", help="where the gateway answers")
    verb.add_argument("--client", default="", metavar="NAME", help="a sandbox client")
    verb.add_argument("--key", type=Path, metavar="FILE", help="its private key as a JSON Web Key")
    verb.add_argument("--audience", default="", metavar="URL", help="what an assertion is for (default: the token URL)")


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(f"{text} is not HOST:PORT")
    return host, int(port)
