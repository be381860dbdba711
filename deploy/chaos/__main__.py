"""`./dev chaos`: faults of many kinds while people work; 0 only if nothing was lost and nothing came twice."""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.chaos.notify.command import main as notify
from deploy.chaos.plan import DECEMBER, Mixture
from deploy.chaos.result import Result
from deploy.chaos.run import Options, chaos
from deploy.standalone.errors import StandaloneError
from deploy.standalone.reconcile.history import write_history
from deploy.standalone.run import say, until_signal
from deploy.standalone.settings import Given
from deploy.standalone.site import Site
from shared.runtime.logs import configure

_NOMINATIONS, _KILLS = 200, 6
_DECEMBER_NOMINATIONS = 400
_CLIENTS = 16


def main(argv: Sequence[str]) -> int:
    """Play a run on servers of its own; its folder is kept only when something is wrong. `notify`: webhooks instead."""
    if argv and argv[0] == "notify":
        return notify(argv[1:])
    chosen = _arguments().parse_args(argv)
    configure("chaos", "critical")
    folder = Path(tempfile.mkdtemp(prefix="kipthoi-chaos-"))
    outcome: list[Result] = []
    try:
        asyncio.run(until_signal(_run(Site.temporary(folder, given=Given()), _options(chosen), outcome)))
    except StandaloneError as error:
        print(f"\nerror: {error}", file=sys.stderr)
    held = bool(outcome) and outcome[0].holds
    if outcome and chosen.json:
        chosen.json.write_text(json.dumps(outcome[0].as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    if outcome and not held:
        write_history(folder / "history.jsonl", outcome[0].history)
        say(f"✗ kept for a look: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if held else 1


async def _run(site: Site, options: Options, outcome: list[Result]) -> None:
    say(f"seed {options.seed}: {options.nominations} nominations, {options.kills} kills")
    began = time.monotonic()
    result = await chaos(site, options, lambda line: say(f"{time.monotonic() - began:6.1f} s  {line}"))
    for line in result.told():
        say(line)
    outcome.append(result)


def _options(chosen: argparse.Namespace) -> Options:
    nominations = chosen.nominations or (_DECEMBER_NOMINATIONS if chosen.december else _NOMINATIONS)
    kills = chosen.kills if chosen.kills is not None else (0 if chosen.december else _KILLS)
    seed = chosen.seed if chosen.seed is not None else int(time.time())
    return Options(seed, nominations, kills, chosen.clients, DECEMBER if chosen.december else Mixture())


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev chaos", description=main.__doc__)
    parser.add_argument("--seed", type=int, help="what is drawn follows from it (default: the time)")
    parser.add_argument("--nominations", type=int, help=f"how many files are played (default: {_NOMINATIONS})")
    parser.add_argument("--kills", type=int, help=f"how often a part is killed with -9 (default: {_KILLS})")
    parser.add_argument("--clients", type=int, default=_CLIENTS, help="how many files are played at once")
    parser.add_argument(
        "--december",
        action="store_true",
        help=f"the last hour of the year: {_DECEMBER_NOMINATIONS} files, mostly of a movement, no faults unless asked",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the result is written")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
