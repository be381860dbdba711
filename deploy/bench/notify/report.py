"""The findings as tables for people."""

from collections.abc import Iterable, Sequence

from deploy.bench.findings import machine
from deploy.bench.notify.findings import Findings
from deploy.bench.notify.trials import Delay
from deploy.bench.report import goals
from deploy.markdown import table

BEGIN, END = "<!-- written by ./dev bench notify -->", "<!-- end of notify -->"
_BUSY_LOAD = 1.0


def tables(findings: Findings, command: str) -> str:
    """All tables, in Markdown."""
    busy = f" **{findings.load:.1f} other programs wanted the cores: disturbed.**" if findings.load > _BUSY_LOAD else ""
    parts = [
        f"`{command}` on {machine()}.{busy}",
        table(("goal", "found", "range", "must be", "met"), goals(findings.figures())),
        table(("who", "deliveries/s", *(f"{part} µs/delivery" for part in _PARTS), "receiver"), _sending(findings)),
        table(("at 300 calls/s", "p50 ms", "p99 ms"), _delays(findings)),
        table(("live server", "clients", "KB each", "p50 ms", "p99 ms", "µs/frame"), _streams(findings)),
    ]
    parts += [f"Peer not measured: {name}: {why}" for name, why in findings.missing.items()]
    return "\n\n".join(parts)


_PARTS = ("sender", "store", "queue")


def _sending(findings: Findings) -> Iterable[Sequence[str]]:
    for each in (*findings.sustained, *findings.peers):
        yield each.who, *_whole(each.rate, each.sender_us, each.store_us, each.queue_us, each.receiver_us)


def _delays(findings: Findings) -> Iterable[Sequence[str]]:
    yield "11.5 events a second, each to 26 endpoints", *_delay(findings.delay)
    yield "300 events a second, each to one endpoint", *_delay(findings.spread)
    for healthy, dead in zip(findings.healthy, findings.beside_dead, strict=True):
        yield "all well, again", *_delay(healthy)
        yield "one of 26 dead, the others", *_delay(dead)


def _delay(delay: Delay) -> Sequence[str]:
    return (f"{delay.p50_ms:.1f}", f"{delay.p99_ms:.1f}") if delay.keeps_up else ("does not keep up", "")


def _streams(findings: Findings) -> Iterable[Sequence[str]]:
    for each in findings.streams:
        found = (each.kb_per_client, each.p50_ms, each.p99_ms, each.us_per_frame)
        yield each.who, f"{each.clients:,}", *(f"{value:.1f}" for value in found)


def _whole(*numbers: float) -> Sequence[str]:
    return tuple(f"{number:,.0f}" for number in numbers)
