"""`python -m deploy.bench`: see `./dev bench --help`."""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.bench.course import FULL, QUICK, bench
from deploy.bench.notify.command import main as notify
from deploy.bench.race import track
from deploy.bench.report import tables, write_into
from deploy.standalone.errors import StandaloneError
from deploy.standalone.site import ROOT

PAGE = ROOT / "docs" / "performance.md"


async def _main(chosen: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with track(Path(folder)) as found:
            findings = await bench(found, QUICK if chosen.quick else FULL)
    text = tables(findings, "./dev bench --quick" if chosen.quick else "./dev bench")
    print(text)
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(findings.as_json(), indent=2), encoding="utf-8")
    if not chosen.quick:
        write_into(PAGE, text)
    return 0 if all(figure.is_met for figure in findings.figures()) else 1


def main(argv: Sequence[str]) -> int:
    """Race, tell, and end with 1 when a goal is missed. `notify`: webhooks and live streams instead."""
    if argv and argv[0] == "notify":
        return notify(argv[1:])
    parser = argparse.ArgumentParser(prog="./dev bench", description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, and docs/performance.md stays as it is")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and rows there, too")
    try:
        return asyncio.run(_main(parser.parse_args(argv)))
    except StandaloneError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
