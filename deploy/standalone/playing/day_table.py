"""The sample day as a table: each nomination, what came of it, how long each step took, when it was seen live."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deploy.standalone.playing import commands
from deploy.standalone.playing.live import LiveEar
from deploy.standalone.playing.report import ScenarioReport
from deploy.standalone.playing.watcher import Told, Watcher

Ears = Mapping[str, LiveEar]
_STEPS_WIDTH = 96


@dataclass(slots=True)
class Row:
    """One nomination. `steps` are commands with the milliseconds of their answers; `seen_ms` by stream."""

    number: str
    scenario: str
    outcome: str
    steps: list[tuple[str, float]] = field(default_factory=list)
    decided_at: datetime | None = None
    seen_ms: dict[str, float | None] = field(default_factory=dict)

    @property
    def is_unseen(self) -> bool:
        """Whether it was decided but not seen on some stream."""
        return self.decided_at is not None and None in self.seen_ms.values()

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return {
            "number": self.number,
            "scenario": self.scenario,
            "outcome": self.outcome,
            "steps": [{"do": do, "ms": round(ms, 1)} for do, ms in self.steps],
            "decided_at": self.decided_at.isoformat() if self.decided_at else None,
            "seen_ms": self.seen_ms,
        }


def rows_of(reports: Sequence[ScenarioReport], watcher: Watcher, ears: Ears) -> list[Row]:
    """A row for each nomination that was drafted, in the order of their numbers."""
    rows = {}
    for told in watcher.events.values():
        if told.type == "nomination.drafted":
            rows[told.subject] = _row(told, watcher, ears)
    cases = _cases(watcher)
    for report in reports:
        for step in report.steps:
            for case in cases.get(step.thing or "", ()) if commands.writes(step.do) else ():
                rows[case].scenario = report.scenario
                rows[case].steps.append((step.do, step.answer_ms))
    return sorted(rows.values(), key=lambda row: row.number)


def waits(rows: Sequence[Row], stream: str) -> list[float]:
    """From decision to sight on one stream, in milliseconds, in ascending order."""
    return sorted(seen for row in rows if (seen := row.seen_ms.get(stream)) is not None)


def percentile(sorted_values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile; None of nothing."""
    return sorted_values[math.ceil(share * len(sorted_values)) - 1] if sorted_values else None


def table(rows: Sequence[Row], streams: Sequence[str]) -> Iterator[str]:
    """For a terminal."""
    heads = "".join(f"{f'→ {stream}':>13}" for stream in streams)
    yield f"{'hồ sơ':<13}{'kịch bản':<17}{'kết quả':<11}{heads}  từng bước (ms)"
    for row in rows:
        seen = "".join(f"{_ms(row.seen_ms.get(stream)):>13}" for stream in streams)
        lines = _wrapped(_steps(row))
        yield f"{row.number:<13}{row.scenario:<17}{row.outcome:<11}{seen}  {lines[0]}"
        yield from (" " * (43 + 13 * len(streams)) + line for line in lines[1:])
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        cells = "".join(f"{_ms(percentile(waits(rows, stream), share)):>13}" for stream in streams)
        yield f"{name:<41}{cells}"


def _row(drafted: Told, watcher: Watcher, ears: Ears) -> Row:
    about = watcher.about(drafted.subject)
    row = Row(str(drafted.data["number"]), "", _outcome(about))
    granted = next((one for one in about if one.type == "award.granted"), None)
    if granted is not None:
        row.decided_at = datetime.fromisoformat(granted.data["decided_at"])
        row.seen_ms = {stream: _waited(ear, granted, row.decided_at) for stream, ear in ears.items()}
    return row


def _waited(ear: LiveEar, granted: Told, decided_at: datetime) -> float | None:
    seen = ear.first(str(granted.data["award_id"]), str(granted.data["number"]))
    return None if seen is None else round((seen - decided_at).total_seconds() * 1000, 1)


def _outcome(about: Sequence[Told]) -> str:
    """The state at the end, as its events tell it."""
    if any(one.type == "award.published" for one in about):
        return "published"
    own = [one.type.partition(".")[2] for one in about if one.type.startswith("nomination.")]
    return {"drafted": "draft"}.get(own[-1], own[-1])


def _cases(watcher: Watcher) -> dict[str, set[str]]:
    """Which nominations each aggregate is about: a nomination, a case, a session, a decision, an award."""
    found: dict[str, set[str]] = {}
    for told in watcher.events.values():
        data = told.data
        named = {data.get("nomination_id"), data.get("case_id"), *data.get("case_ids", ())} - {None}
        found.setdefault(told.subject, set()).update(str(one) for one in named)
    return found


def _steps(row: Row) -> Iterator[str]:
    """Equal steps that follow each other, such as votes, are told together."""
    told: list[list[Any]] = []
    for do, ms in row.steps:
        if told and told[-1][0] == do:
            told[-1][1] += 1
            told[-1][2] = max(told[-1][2], ms)
        else:
            told.append([do, 1, ms])
    for do, count, ms in told:
        yield f"{do}×{count} ≤{ms:.0f}" if count > 1 else f"{do} {ms:.0f}"


def _wrapped(pieces: Iterator[str]) -> list[str]:
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}, {piece}" if lines[-1] else piece
        if len(longer) > _STEPS_WIDTH and lines[-1]:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} ms"
