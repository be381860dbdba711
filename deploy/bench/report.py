"""The findings as tables for people, kept between two marks of a page that is otherwise written by hand."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.bench.findings import Figure, Findings, machine
from deploy.markdown import table

BEGIN, END = "<!-- written by ./dev bench -->", "<!-- end -->"


def tables(findings: Findings, command: str) -> str:
    """All tables, in Markdown."""
    rows = findings.rows()
    floor = next(row["rate"] for row in rows if row["trial"] == "speed" and row["name"] == "floor")
    speed = [
        (row["name"], _whole(row["rate"]), f"{row['rate'] / floor:.2f}", *_costs(row))
        for row in rows
        if row["trial"] == "speed"
    ]
    parts = [
        f"`{command}` on {machine()}; {len(findings.speed)} rounds.",
        table(("goal", "found", "range", "must be", "met"), goals(findings.figures())),
        table(("shape", "events/s", "of the floor", "client µs/event", "mongod µs/event", "MB"), speed),
        table(("shape at 300/s", "p50 ms", "p99 ms"), _delays(findings)),
        table(
            ("killed shape", "messages handled", "lost", "twice", "out of order", "published again"), _kills(findings)
        ),
        table(("asked", "p50 ms, few", "p99 ms, few", "p50 ms", "p99 ms", "times longer"), _answers(findings)),
        "; ".join(f"{each.files:,} files were there after {each.filled_seconds:.0f} s" for each in findings.years)
        + ".",
        *(_more(rows, trial, first) for trial, first in (("growth", "things stored"), ("replicas", "replicas"))),
    ]
    parts += [f"Not raced: {name} ({why})." for name, why in findings.missing.items()]
    return "\n\n".join(parts)


def write_into(page: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Put the tables between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def goals(figures: Iterable[Figure]) -> Iterable[Sequence[str]]:
    """The judged figures as rows: what, found, its range, what it must be, whether it is."""
    for figure in figures:
        bound = f"{'≥' if figure.is_least else '≤'} {figure.bound:g}"
        span = f"{figure.low:.2f} to {figure.high:.2f}"
        yield figure.text, f"{figure.value:.2f}", span, bound, "yes" if figure.is_met else "**no**"


def _delays(findings: Findings) -> Iterable[Sequence[str]]:
    for each in findings.delays:
        kept = (f"{each.p50_ms:.1f}", f"{each.p99_ms:.1f}") if each.keeps_up else ("does not keep up", "")
        yield each.shape, *kept


def _answers(findings: Findings) -> Iterable[Sequence[str]]:
    for each in findings.answers():
        times = (f"{each[name]:.1f}" for name in ("few_p50_ms", "few_p99_ms", "p50_ms", "p99_ms", "times"))
        yield each["name"], *times


def _kills(findings: Findings) -> Iterable[Sequence[str]]:
    for name, told in findings.kills.items():
        yield name, *map(_whole, (told.handled, told.lost, told.twice, told.disordered, told.repeated))


def _more(rows: Iterable[dict[str, float | str]], trial: str, first: str) -> str:
    found = [(_whole(int(row["name"])), _whole(row["rate"]), *_costs(row)) for row in rows if row["trial"] == trial]
    return table((first, "events/s (ours)", "client µs/event", "mongod µs/event", "MB"), found)


def _costs(row: dict[str, float | str]) -> Sequence[str]:
    return tuple(_whole(row[name]) for name in ("client_us", "mongod_us", "megabytes"))


def _whole(number: float | str) -> str:
    return f"{float(number):,.0f}"
