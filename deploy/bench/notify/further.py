"""What is asked for by name: time, receivers that misbehave, one message for many."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from deploy.bench.findings import Figure, machine
from deploy.bench.notify.findings import load_now
from deploy.bench.notify.many import FanOut, fan_out
from deploy.bench.notify.soak import Hostile, Soak, hostile, soak
from deploy.bench.race import Track
from deploy.bench.report import goals
from deploy.markdown import table

_MOST_HOSTILE_SECONDS: Final = 90.0
_PERSONAL_SECONDS: Final = 30
_FLAT_MB: Final = 8.0


@dataclass(frozen=True, slots=True)
class Further:
    """All that was asked for. `load` is what the machine did besides, before it began."""

    load: float
    soak: Soak | None
    hostile: Hostile | None
    fan_out: FanOut | None

    def figures(self) -> list[Figure]:
        """The judged ones."""
        found = list[Figure]()
        if self.soak is not None:
            text = f"{self.soak.seconds:.0f} s at 200 events/s"
            found += [
                _most("soak_grew_mb", f"{text}, memory, second quarter to last, MB", self.soak.grew_mb, _FLAT_MB),
                _most("soak_lost", f"{text}, lost", self.soak.lost, 0.0),
            ]
        if self.hostile is not None:
            text = "5 of 26 endpoints misbehave"
            found += [
                _most("hostile_grew_mb", f"{text}, more memory, MB", self.hostile.grew_mb, 20.0),
                _most("hostile_longest_ms", f"{text}, the longest try, ms", self.hostile.longest_ms, 15_500.0),
                _most("hostile_wrong", f"{text}, tries of a wrong class", self.hostile.wrong, 0.0),
            ]
        if self.fan_out is not None:
            text = f"one message for {self.fan_out.people:,}"
            found += [
                _most("fan_out_inbox_s", f"{text}, in every inbox after, s", self.fan_out.inbox_s, 2.0),
                _most("fan_out_p99_ratio", f"{text}, p99 of personal letters", self.fan_out.ratio, 1.1),
            ]
        return found

    def as_json(self) -> dict[str, Any]:
        """For a machine: the figures by their keys, their bounds, every measurement, the machine."""
        figures = self.figures()
        parts: Mapping[str, Any] = {"soak": self.soak, "hostile": self.hostile, "fan_out": self.fan_out}
        return {
            **{figure.key: figure.value for figure in figures},
            "goals": {figure.key: {"bound": figure.bound, "is_met": figure.is_met} for figure in figures},
            "machine": machine(),
            "load_before": self.load,
            **{name: asdict(each) for name, each in parts.items() if each is not None},
        }

    def table(self) -> str:
        """For people, in Markdown."""
        return table(("goal", "found", "range", "must be", "met"), goals(self.figures()))


async def further(track: Track, *, soak_seconds: float | None, people: int | None) -> Further:
    """Try what is asked for. Raises: StandaloneError."""
    load = load_now()
    return Further(
        load,
        await soak(track, soak_seconds) if soak_seconds else None,
        await hostile(track, min(soak_seconds, _MOST_HOSTILE_SECONDS)) if soak_seconds else None,
        await fan_out(track, people, _PERSONAL_SECONDS) if people else None,
    )


def _most(key: str, text: str, value: float, bound: float) -> Figure:
    return Figure(key, text, value, value, value, bound, is_least=False)
