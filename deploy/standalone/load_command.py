"""`python -m deploy.standalone load FILE…`: loads world or region files into what `./dev run` has started."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from deploy.standalone.site import ROOT, Site
from deploy.standalone.world import load


def main(argv: Sequence[str]) -> int:
    """Load the files one after the other; loading one again changes nothing. Raises: WorldError, FaultyFilesError."""
    parser = argparse.ArgumentParser(prog="python -m deploy.standalone load", description=main.__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asyncio.run(_load_all(parser.parse_args(argv).files))
    return 0


async def _load_all(files: Sequence[Path]) -> None:
    for file in files:
        await load(file, Site(ROOT / ".run").addresses)
        print(f"{file}: loaded")
