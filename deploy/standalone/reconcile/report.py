"""How verdicts are told: to a person, to a program, to Prometheus."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deploy.standalone.reconcile.verdict import Verdict

MOST_SHOWN = 20
METRIC = "kipthoi_reconcile_violations"


def told(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line an invariant with what was counted, and up to twenty of its violations."""
    for one in verdicts:
        mark = ("✓" if one.holds else "✗") if one.is_judged else "–"
        wrong = "" if one.holds else f", {len(one.violations)} violations"
        yield f"{mark} {one.number:<4}{one.title:<16} {one.counted}{wrong}"
        for violation in one.violations[:MOST_SHOWN]:
            yield f"      {violation.at}: {violation.what}"
        if len(one.violations) > MOST_SHOWN:
            yield f"      … and {len(one.violations) - MOST_SHOWN} more"


def as_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The same for programs: `holds` is true when no invariant that was judged is violated."""
    return {
        "holds": all(one.holds for one in verdicts),
        "invariants": [
            {
                "invariant": one.number,
                "title": one.title,
                "judged": one.is_judged,
                "counted": one.counted,
                "violations": len(one.violations),
                "shown": [{"at": each.at, "what": each.what} for each in one.violations[:MOST_SHOWN]],
            }
            for one in verdicts
        ],
    }


def write_metrics(file: Path, verdicts: Sequence[Verdict]) -> None:
    """Keep a gauge an invariant that was judged, in Prometheus' text format; the file is never half there."""
    lines = [f"# HELP {METRIC} What the last reconcile found wrong.", f"# TYPE {METRIC} gauge"]
    lines += [f'{METRIC}{{invariant="{one.number}"}} {len(one.violations)}' for one in verdicts if one.is_judged]
    draft = file.with_name(f"{file.name}.new")
    draft.write_text("\n".join([*lines, ""]), encoding="utf-8")
    draft.replace(file)
