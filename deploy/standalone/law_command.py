"""`python -m deploy.standalone law [FOLDER]`: whether rule packs and calendars can be taken as they are written."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from shared.runtime.law.loading import SHIPPED, LawFiles, read_law
from shared.runtime.marks import FaultyFilesError

UNVERIFIED_VI = "chưa thẩm định pháp lý"


def main(arguments: Sequence[str]) -> int:
    """Tell what stands in the files; 1 when something in them is wrong or missing, each with its line."""
    parser = argparse.ArgumentParser(prog="python -m deploy.standalone law", description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED, help="with rulepacks/ and calendars/ in it")
    folder = parser.parse_args(arguments).folder
    try:
        law = read_law(folder)
    except FaultyFilesError as error:
        print(error, file=sys.stderr)
        return 1
    if not law.packs:
        print(f"{folder / 'rulepacks'}: không có gói quy định nào / there is no rule pack", file=sys.stderr)
        return 1
    print("\n".join(_told(law)))
    for gap in law.gaps:
        print(gap.told(), file=sys.stderr)
    return 1 if law.gaps else 0


def _told(law: LawFiles) -> Iterator[str]:
    for calendar in (read.form for read in law.calendars):
        days = f"{calendar.covers.first} … {calendar.covers.last}"
        yield f"{calendar.id}: {days}, {len(calendar.holidays)} ngày nghỉ, {len(calendar.worked)} ngày làm bù"
    for pack in (read.form for read in law.packs):
        verified = f"{pack.verified.by} thẩm định ngày {pack.verified.on}" if pack.verified.by else UNVERIFIED_VI
        days = f"{pack.effective.first} … {pack.effective.last}"
        yield f"{pack.id}/{pack.version}: {days}, {len(pack.forms)} hình thức, {verified}"
