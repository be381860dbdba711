"""`python -m deploy.docs write | check`: generated files, written or compared."""

import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.docs.asyncapi import asyncapi_files
from deploy.docs.events import events_files
from deploy.docs.openapi import openapi_files
from deploy.docs.schemas import FOLDER, schema_files

ROOT = Path(__file__).resolve().parents[2]


def generated() -> Iterator[tuple[str, str]]:
    """Give path and text of every generated file."""
    yield from schema_files()
    yield from events_files()
    yield from openapi_files()
    yield from asyncapi_files()


def write() -> int:
    """Write all; a file that is generated no more goes."""
    files = dict(generated())
    for path, text in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for path in _left_over(files):
        (ROOT / path).unlink()
    return 0


def check() -> int:
    """Compare all; say which differ and how to mend it."""
    files = dict(generated())
    wrong = [path for path, text in files.items() if not _same(ROOT / path, text)] + _left_over(files)
    for path in wrong:
        print(f"{path} is not what the code says")
    if wrong:
        print("repair: ./dev docs")
    return 1 if wrong else 0


def _same(target: Path, text: str) -> bool:
    return target.is_file() and target.read_text(encoding="utf-8") == text


def _left_over(files: dict[str, str]) -> list[str]:
    found = [f"{FOLDER}/{path.name}" for path in (ROOT / FOLDER).glob("*.json")]
    return [path for path in found if path not in files]


if __name__ == "__main__":
    raise SystemExit({"write": write, "check": check}[sys.argv[1]]())
