"""`./dev bench notify`: signed webhooks and live streams, everything on one machine, beside peers that can be had."""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.bench.notify.course import FULL, QUICK, bench
from deploy.bench.notify.further import further
from deploy.bench.notify.report import BEGIN, END, tables
from deploy.bench.race import track
from deploy.bench.report import write_into
from deploy.standalone.errors import StandaloneError
from deploy.standalone.site import ROOT

PAGE = ROOT / "docs" / "performance.md"


async def _main(chosen: argparse.Namespace) -> int:
    return await (_further(chosen) if chosen.soak or chosen.fan_out else _bench(chosen))


async def _further(chosen: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with track(Path(folder)) as found:
            findings = await further(found, soak_seconds=chosen.soak, people=chosen.fan_out)
    print(findings.table())
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(findings.as_json(), indent=2), encoding="utf-8")
    return 0 if all(figure.is_met for figure in findings.figures()) else 1


async def _bench(chosen: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with track(Path(folder)) as found:
            sizes = QUICK if chosen.quick else FULL
            findings = await bench(found, sizes, with_peers=not chosen.alone)
    text = tables(findings, "./dev bench notify --quick" if chosen.quick else "./dev bench notify")
    print(text)
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(findings.as_json(), indent=2), encoding="utf-8")
    if not chosen.quick:
        write_into(PAGE, text, BEGIN, END)
    return 0 if all(figure.is_met for figure in findings.figures()) else 1


def main(argv: Sequence[str]) -> int:
    """Try, tell, and end with 1 when a goal is missed. What it calls listens on loopback."""
    parser = argparse.ArgumentParser(prog="./dev bench notify", description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, and docs/performance.md stays as it is")
    parser.add_argument("--alone", action="store_true", help="without peers")
    parser.add_argument("--soak", type=float, metavar="SECONDS", help="instead: memory, also with hostile receivers")
    parser.add_argument("--fan-out", type=int, metavar="PEOPLE", help="instead: a message for so many, beside letters")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and measurements there, too")
    try:
        return asyncio.run(_main(parser.parse_args(argv)))
    except StandaloneError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
