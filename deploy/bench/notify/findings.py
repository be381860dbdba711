"""What a bench of notifications found, and whether it is as good as it must be."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from deploy.bench.findings import Figure, machine
from deploy.bench.notify.live import Streams
from deploy.bench.notify.trials import Delay, Sending

_NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one bench found. In `spread` each event goes to one endpoint, in `delay` to all.

    `load` is what the machine did besides, before it began; `missing` says why a peer is.
    """

    load: float
    sustained: Sequence[Sending]
    delay: Delay
    spread: Delay
    healthy: Sequence[Delay]
    beside_dead: Sequence[Delay]
    streams: Sequence[Streams]
    peers: Sequence[Sending]
    missing: Mapping[str, str]

    def figures(self) -> list[Figure]:
        """The judged ones."""
        ours = next(each for each in self.streams if each.who == "ours")
        p50, p99 = (self.spread.p50_ms, self.spread.p99_ms) if self.spread.keeps_up else (_NEVER, _NEVER)
        is_whole = not (ours.missing or ours.twice or ours.disordered)
        return [
            self._rate(),
            _most("event_to_2xx_p50_ms", "event to 2xx at 300 events/s, p50 ms", p50, 15.0),
            _most("event_to_2xx_p99_ms", "event to 2xx at 300 events/s, p99 ms", p99, 100.0),
            self._ratio(),
            _most("sse_kb_per_client", f"KB for each of {ours.clients:,} live clients", ours.kb_per_client, 12.0),
            _most("sse_broadcast_p99_ms", "event to all of them, p99 ms", ours.p99_ms if is_whole else _NEVER, 400.0),
        ]

    def as_json(self) -> dict[str, Any]:
        """For a machine: the figures by their keys, their bounds, every measurement, the machine."""
        figures = self.figures()
        return {
            **{figure.key: figure.value for figure in figures},
            "ranges": {figure.key: [figure.low, figure.high] for figure in figures},
            "goals": {figure.key: {"bound": figure.bound, "is_met": figure.is_met} for figure in figures},
            "cpu_us_per_delivery": self.best.sender_us,
            "machine": machine(),
            "load_before": self.load,
            "missing": dict(self.missing),
            "sustained": [{**asdict(each), "rate": each.rate} for each in self.sustained],
            "delay": asdict(self.delay),
            "spread": asdict(self.spread),
            "healthy": [asdict(each) for each in self.healthy],
            "beside_dead": [asdict(each) for each in self.beside_dead],
            "streams": [asdict(each) for each in self.streams],
            "peers": [{**asdict(each), "rate": each.rate} for each in self.peers],
        }

    @property
    def best(self) -> Sending:
        """The number of processes that sent the most."""
        return max(self.sustained, key=lambda each: each.rate)

    def _rate(self) -> Figure:
        rates = [each.rate for each in self.sustained]
        is_signed = not any(each.refused for each in self.sustained)
        rate = self.best.rate if is_signed else 0.0
        text = f"signed deliveries a second ({self.best.who})"
        return Figure("deliveries_per_s", text, rate, min(rates), max(rates), 3_000.0)

    def _ratio(self) -> Figure:
        pairs = list(zip(self.beside_dead, self.healthy, strict=True))
        keeps_up = all(dead.keeps_up and healthy.keeps_up for dead, healthy in pairs)
        ratios = [dead.p99_ms / healthy.p99_ms for dead, healthy in pairs] if keeps_up else [_NEVER]
        text = "one of 26 endpoints dead / none, p99 of the others"
        key = "dead_endpoint_p99_ratio"
        return Figure(key, text, median(ratios), min(ratios), max(ratios), 1.1, is_least=False)


def load_now() -> float:
    """How many programs wanted a core in the last minute."""
    return os.getloadavg()[0]


def _most(key: str, text: str, value: float, bound: float) -> Figure:
    return Figure(key, text, value, value, value, bound, is_least=False)
