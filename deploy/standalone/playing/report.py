"""What happened, step by step, for people to read and programs to keep."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step: who did what, how long it took in all, in how many tries, and what was not as expected.

    `thing` is the id of what was acted on or looked at; `ms` includes waiting, `answer_ms` is the last request alone.
    """

    number: int
    person: str | None
    do: str
    ms: float
    tries: int
    faults: tuple[str, ...] = ()
    answer_ms: float = 0.0
    thing: str | None = None
    state: str | None = None


@dataclass(slots=True)
class ScenarioReport:
    """One scenario as it was played. `faults` are those of the whole, beside those of single steps."""

    scenario: str
    title_vi: str
    day: date
    steps_expected: int
    steps: list[StepReport] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether every step was played and came out as expected."""
        return not self.faults and len(self.steps) == self.steps_expected and not any(s.faults for s in self.steps)

    @property
    def ms(self) -> float:
        """How long all steps took."""
        return sum(step.ms for step in self.steps)

    def told(self) -> Iterator[str]:
        """As lines for a terminal: one for the scenario, then what was not as expected."""
        mark = "✓" if self.held else "✗"
        played = f"{len(self.steps)}/{self.steps_expected} bước, {self.ms:.0f} ms"
        yield f"{mark} {self.scenario}  {self.title_vi}  ({played})"
        for step in self.steps:
            for fault in step.faults:
                yield f"    bước {step.number} / step {step.number} ({step.person or '–'} {step.do}): {fault}"
        for fault in self.faults:
            yield f"    {fault}"

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return {**asdict(self), "day": self.day.isoformat(), "held": self.held}
