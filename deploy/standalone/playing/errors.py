"""What can be wrong with a scenario, told so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.standalone.errors import StandaloneError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a scenario file, with its line and field."""

    line: int
    field: str
    vi: str
    en: str

    def told(self, file: Path) -> str:
        """As compilers tell it: file, line, field, and what is wrong in two languages."""
        where = f"{file}:{self.line}: {self.field}" if self.field else f"{file}:{self.line}"
        return f"{where}: {self.vi} / {self.en}"


class ScenarioError(StandaloneError):
    """A scenario file cannot be played as it is written."""

    def __init__(self, file: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(fault.told(file) for fault in self.faults))


class UnknownNameError(StandaloneError):
    """A `${name}` that no earlier step saved, or a field that the saved answer does not have."""
