"""The steps of all stories, to show how a command is written and how a reason comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shared.runtime.marks import read_marked

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "scenarios"
_SHOWN = ("as", "do", "with", "if_version", "expect")
_WIDTH = 116
_REFUSED = 400


class _Dumper(yaml.SafeDumper):
    """Writes a part that is used twice out each time."""

    def ignore_aliases(self, _: Any) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step as its author wrote it, and the file in which it stands."""

    file: Path
    data: Mapping[str, Any]

    @property
    def do(self) -> str:
        """The command."""
        return str(self.data["do"])

    @property
    def note(self) -> str:
        """What its author says of it."""
        return str(self.data.get("note", ""))

    @property
    def refused(self) -> tuple[str, ...]:
        """The codes with which it must be refused."""
        return tuple(self.data.get("expect", {}).get("refused", ()))

    @property
    def expected(self) -> frozenset[str]:
        """All words of what is expected."""
        return frozenset(_words([self.data.get("expect"), self.data.get("when_written")]))

    @property
    def status(self) -> int | None:
        """The HTTP status that is expected, None when none is."""
        status = self.data.get("expect", {}).get("status")
        return status if isinstance(status, int) else None

    @property
    def succeeds(self) -> bool:
        """Whether it must be done."""
        return not self.refused and (self.status or 0) < _REFUSED

    def written(self) -> str:
        """The step as YAML, without its note and its time."""
        shown = {name: self.data[name] for name in _SHOWN if name in self.data}
        return yaml.dump(
            [shown], Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
        )


def told_steps() -> Iterator[ToldStep]:
    """Every step of every story, file by file."""
    for file in sorted(FOLDER.glob("*.yaml")):
        data = read_marked(file).data
        yield from (ToldStep(file, step) for step in data.get("steps", ()))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str):
        yield value
