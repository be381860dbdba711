"""What a bench found, as ratios with their ranges, and whether they are as good as they must be."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from deploy.bench.race import Result
from deploy.bench.trials import Delay, Rounds
from deploy.bench.verdict import Verdict
from deploy.bench.years.trial import Years


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is judged: the median of rounds with its range, and the bound that it must keep."""

    key: str
    text: str
    value: float
    low: float
    high: float
    bound: float
    is_least: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the bound is kept."""
        return self.value >= self.bound if self.is_least else self.value <= self.bound


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one bench found. `sizes` are the two numbers of stored things; `missing` says why a peer is."""

    sizes: tuple[int, int]
    speed: Rounds
    growth: Rounds
    years: Sequence[Years]
    replicas: Rounds
    delays: Sequence[Delay]
    kills: Mapping[str, Verdict]
    missing: Mapping[str, str]

    def figures(self) -> list[Figure]:
        """The judged ones."""
        small, large = (str(size) for size in self.sizes)
        ours = next(delay for delay in self.delays if delay.shape == "ours")
        p99 = ours.p99_ms if ours.keeps_up else float("inf")
        return [
            _ratio("ours_vs_idiomatic", "ours / idiomatic, events a second", self.speed, "ours", "idiomatic", 12.0),
            _ratio("ours_vs_tuned", "ours / idiomatic with 12 workers", self.speed, "ours", "tuned", 6.0),
            _ratio("ours_vs_floor", "ours / floor", self.speed, "ours", "floor", 0.8),
            Figure("effect_p99_ms", "ours, event to effect at 300/s, p99 ms", p99, p99, p99, 50.0, is_least=False),
            _ratio("million_vs_ten_thousand", f"ours, {large} / {small} stored", self.growth, large, small, 0.9),
            self._slowest_answer(),
        ]

    def answers(self) -> list[dict[str, Any]]:
        """Every question on few and on many files, and how many times longer the many take."""
        few, many = self.years
        return [
            {
                "name": one.name,
                "few_p50_ms": one.p50_ms,
                "few_p99_ms": one.p99_ms,
                "p50_ms": other.p50_ms,
                "p99_ms": other.p99_ms,
                "times": other.p50_ms / one.p50_ms,
            }
            for one, other in zip(few.answers, many.answers, strict=True)
        ]

    def _slowest_answer(self) -> Figure:
        many = self.years[-1]
        fastest, *_, slowest = sorted(each.p99_ms for each in many.answers)
        text = f"slowest answer on {many.files} files, p99 ms"
        return Figure("answer_p99_ms", text, slowest, fastest, slowest, 100.0, is_least=False)

    def rows(self) -> list[dict[str, Any]]:
        """Every measurement: what was tried, who, and the medians of the rounds."""
        found = [
            {"trial": trial, "name": name, **_medians([each[name] for each in rounds])}
            for trial, rounds in (("speed", self.speed), ("growth", self.growth), ("replicas", self.replicas))
            for name in rounds[0]
        ]
        found += [{"trial": "answers", **each} for each in self.answers()]
        found += [{"trial": "delay", "name": delay.shape, **asdict(delay)} for delay in self.delays]
        found += [{"trial": "kills", "name": name, **asdict(told)} for name, told in self.kills.items()]
        return found

    def as_json(self) -> dict[str, Any]:
        """For a machine: the figures by their keys, their ranges and bounds, the rows, the machine."""
        figures = self.figures()
        return {
            **{figure.key: figure.value for figure in figures},
            "ranges": {figure.key: [figure.low, figure.high] for figure in figures},
            "goals": {figure.key: {"bound": figure.bound, "is_met": figure.is_met} for figure in figures},
            "sizes": self.sizes,
            "machine": machine(),
            "missing": dict(self.missing),
            "rows": self.rows(),
        }


def machine() -> str:
    """What the bench ran on."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _ratio(key: str, text: str, rounds: Rounds, over: str, under: str, bound: float) -> Figure:
    ratios = [each[over].rate / each[under].rate for each in rounds]
    return Figure(key, text, median(ratios), min(ratios), max(ratios), bound)


def _medians(results: Sequence[Result]) -> dict[str, float]:
    rates = [each.rate for each in results]
    return {
        "events": median(each.events for each in results),
        "rate": median(rates),
        "rate_low": min(rates),
        "rate_high": max(rates),
        "client_us": median(each.client_us for each in results),
        "mongod_us": median(each.mongod_us for each in results),
        "megabytes": median(each.megabytes for each in results),
    }
