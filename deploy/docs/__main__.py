"""`python -m deploy.docs write | check`: generated files, written or compared."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.docs.asyncapi import asyncapi_files
from deploy.docs.domain import domain_files
from deploy.docs.errors import errors_files
from deploy.docs.events import events_files
from deploy.docs.openapi import openapi_files
from deploy.docs.scenarios import scenarios_files, without_example
from deploy.docs.schemas import broken_contracts, schema_files

ROOT = Path(__file__).resolve().parents[2]


def generated() -> Iterator[tuple[str, str]]:
    """Give path and text of every generated file."""
    yield from schema_files()
    yield from events_files()
    yield from openapi_files()
    yield from asyncapi_files()
    yield from domain_files()
    yield from errors_files()
    yield from scenarios_files()


def write() -> int:
    """Write all, unless that would break a contract."""
    files = dict(generated())
    if _told(broken_contracts(files, ROOT)):
        return 1
    for path, text in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return 0


def check() -> int:
    """Compare all; say which differ and how to mend it."""
    files = dict(generated())
    broken = _told(broken_contracts(files, ROOT))
    wrong = _told(f"{path} is not what the code says" for path, text in files.items() if not _same(ROOT / path, text))
    untold = _told(f"{one}: no story shows it; add a step to tests/scenarios" for one in without_example())
    if wrong and not broken:
        print("repair: ./dev docs")
    return 1 if wrong or broken or untold else 0


def _told(lines: Iterable[str]) -> bool:
    """Print the lines; whether there were any."""
    said = [print(line) for line in lines]
    return bool(said)


def _same(target: Path, text: str) -> bool:
    return target.is_file() and target.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit({"write": write, "check": check}[sys.argv[1]]())
