"""`./dev chaos notify`: processes, bus and store end or stand still, on real servers; then nothing may be missing."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from deploy.bench.race import Track, track
from deploy.chaos.notify.instances import instances
from deploy.chaos.notify.judging import Verdict
from deploy.chaos.notify.outages import outages
from deploy.chaos.notify.rounds import rounds
from deploy.chaos.notify.subjects import subjects
from deploy.standalone.errors import StandaloneError
from shared.runtime.loop import new_loop

_ROUNDS, _SUBJECTS, _BROWSERS, _SECONDS = 200, 10_000, 5_000, 60.0

Play = Callable[[Track, argparse.Namespace], Awaitable[Verdict]]

PLAYS: Final[Mapping[str, Play]] = {
    "rounds": lambda servers, chosen: rounds(servers, chosen.seed, chosen.rounds),
    "subjects": lambda servers, chosen: subjects(servers, chosen.subjects),
    "live": lambda servers, chosen: instances(servers, chosen.browsers, chosen.seconds),
    "outages": lambda servers, _: outages(servers),
}


async def _main(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kipthoi-chaos-") as folder:
        async with track(Path(folder)) as servers:
            verdict = await PLAYS[chosen.play](servers, chosen)
    told = {"play": chosen.play, "holds": verdict.holds, "seed": chosen.seed, **asdict(verdict)}
    told["total_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if verdict.holds else 1


def main(argv: Sequence[str]) -> int:
    """Play, complete, count; 0 only if nothing was lost and nobody was told twice."""
    chosen = _arguments().parse_args(argv)
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(_main(chosen))
    except StandaloneError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev chaos notify", description=main.__doc__)
    parser.add_argument(
        "play",
        nargs="?",
        choices=tuple(PLAYS),
        default="rounds",
        help="rounds: three processes die at every line (default); subjects: many awards, senders die; live: instances"
        " of the live stream die; outages: Kafka and MongoDB restart, stand still, step down",
    )
    parser.add_argument("--seed", type=int, default=int(time.time()), help="where each dies follows from it")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"how many lives end (default: {_ROUNDS})")
    parser.add_argument("--subjects", type=int, default=_SUBJECTS, help=f"how many awards (default: {_SUBJECTS})")
    parser.add_argument("--browsers", type=int, default=_BROWSERS, help=f"how many listen (default: {_BROWSERS})")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="how long instances die (default: 60)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the result is written")
    return parser
