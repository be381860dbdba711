"""`./dev chaos notify`: kill -9 at every line of router and sender, on real servers; then nothing may be missing."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from deploy.bench.notify.house import House, Plan, house, process_name
from deploy.bench.notify.receiving import arrived
from deploy.bench.race import track
from deploy.chaos.notify.judging import Verdict, judge_calls, judge_listeners, judge_store
from deploy.chaos.notify.listening import Listener, listening
from deploy.chaos.notify.lives import EVENTS, Life, born, drawn, live_and_die, rounds_of, unit_of
from deploy.standalone.errors import StandaloneError

_ROUNDS, _ENDPOINTS, _LISTENERS = 200, 3, 20
_REST_SECONDS: Final = 180.0
_LOOK_SECONDS: Final = 0.5


async def chaos(home: House, seed: int, rounds: int) -> Verdict:
    """So many lives, then one that completes what they left; what came of it."""
    verdict, lives = Verdict(), list[Life]()
    async with listening(home.site.ports.notifications, _LISTENERS) as listeners:
        await home.running.stop(process_name(0))
        for number, (point, hits) in enumerate(drawn(seed, rounds)):
            lives.append(await live_and_die(home, number, point, hits))
            print(f"{number + 1}: {lives[-1].point or 'in the middle of its work'}", flush=True)
        last = born(home, unit_of(home))
        try:
            head = await _at_rest(verdict, home, rounds * EVENTS * _ENDPOINTS, listeners)
        finally:
            await last.stop(20.0)
    judge_calls(verdict, rounds, _ENDPOINTS, await arrived(home.receiver), lives)
    judge_listeners(verdict, head, listeners)
    verdict.deaths = rounds_of(lives)
    return verdict


async def _at_rest(verdict: Verdict, home: House, calls: int, listeners: Sequence[Listener]) -> int:
    """Wait until nothing is open and everybody has heard of everything, or for so long that it will not come."""
    until, head = time.monotonic() + _REST_SECONDS, 0
    while time.monotonic() < until:
        head = await judge_store(verdict, home)
        pairs = {(each.id, each.endpoint) for each in await arrived(home.receiver)}
        has_come = len(pairs) >= calls and not verdict.left_open
        if has_come and all(max(each.had, default=0) >= head for each in listeners):
            break
        await asyncio.sleep(_LOOK_SECONDS)
    return head


async def _main(chosen: argparse.Namespace) -> int:
    seed = chosen.seed if chosen.seed is not None else int(time.time())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kipthoi-chaos-") as folder:
        async with track(Path(folder)) as found:
            plan = Plan("chaos", endpoints=_ENDPOINTS, all_hear=True)
            async with house(found, plan) as home:
                verdict = await chaos(home, seed, chosen.rounds)
    told = {"holds": verdict.holds, "seed": seed, "rounds": chosen.rounds, **asdict(verdict)}
    told["total_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if verdict.holds else 1


def main(argv: Sequence[str]) -> int:
    """Kill, complete, count; 0 only if nothing was lost and nobody was told twice."""
    parser = argparse.ArgumentParser(prog="./dev chaos notify", description=main.__doc__)
    parser.add_argument("--seed", type=int, help="what is drawn follows from it (default: the time)")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"how many lives end (default: {_ROUNDS})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the result is written")
    try:
        return asyncio.run(_main(parser.parse_args(argv)))
    except StandaloneError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
