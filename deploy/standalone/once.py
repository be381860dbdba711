"""`./dev run --once`: everything fresh in a temporary place, the sample day played today, a table, a verdict."""

import argparse
import asyncio
import json
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from deploy.standalone.playing.day import moved_by, stories, today, units_of_today
from deploy.standalone.playing.day_table import Row, percentile, rows_of, table, waits
from deploy.standalone.playing.live import LiveEar
from deploy.standalone.playing.player import Player, Stage
from deploy.standalone.playing.report import ScenarioReport
from deploy.standalone.run import say, until_signal
from deploy.standalone.settings import given
from deploy.standalone.site import DEFAULT_NAMESPACE, ROOT, Site
from deploy.standalone.supervisor import Supervisor
from shared.kernel.clock import local_day, now_utc

REPORT = ROOT / ".run" / "report.json"
_SEEN_SECONDS = 5.0
_CONNECTED_SECONDS = 15.0
_POLL_SECONDS = 0.05
_STREAMS = {"wall": "/luong", "public": "/live/public"}


def main(argv: Sequence[str]) -> int:
    """Play the sample day once; 0 only if every expectation held. Raises: StandaloneError."""
    parser = argparse.ArgumentParser(prog="./dev run --once", description=main.__doc__)
    parser.add_argument("--report", type=Path, default=REPORT, help="where the report is written")
    parser.add_argument("--namespace", help="on servers that are given: what topics and databases begin with")
    chosen = parser.parse_args(argv)
    outcome: list[bool] = []
    with tempfile.TemporaryDirectory(prefix="kipthoi-once-") as folder:
        asyncio.run(until_signal(_once(_site(Path(folder), chosen.namespace), chosen.report, outcome)))
    return 0 if outcome == [True] else 1


def _site(folder: Path, namespace: str | None) -> Site:
    """Servers that are given may hold other worlds, so there the day has a namespace of its own."""
    servers = given()
    is_alone = servers.kafka_bootstrap is None and servers.mongodb_url is None
    own = DEFAULT_NAMESPACE if is_alone else f"once-{uuid.uuid4().hex[:8]}"
    return Site.temporary(folder, namespace=namespace or own, given=servers)


async def _once(site: Site, report_file: Path, outcome: list[bool]) -> None:
    site.require_room()
    began = time.monotonic()
    async with Supervisor(await units_of_today(site, say), site.folder, say=say), today(site) as stage:
        say(f"everything is ready and the sample province loaded after {time.monotonic() - began:.1f} s\n")
        reports, rows = await play_day(site, stage)
    document = _document(reports, rows)
    _keep(document, report_file)
    _tell(reports, rows, report_file)
    outcome.append(bool(document["held"]))


async def play_day(site: Site, stage: Stage) -> tuple[list[ScenarioReport], list[Row]]:
    """Play all stories of the day, with an ear at each live stream."""
    bases = {"wall": site.addresses.console, "public": site.addresses.notifications}
    ears = {stream: LiveEar(f"{bases[stream]}{path}") for stream, path in _STREAMS.items()}
    async with AsyncExitStack() as stack:
        for ear in ears.values():
            await stack.enter_async_context(ear)
            await ear.connected(_CONNECTED_SECONDS)
        reports = [await Player(stage, scenario, move_days=moved_by(scenario.day)).play() for scenario in stories()]
        return reports, await _all_seen(reports, stage, ears)


async def _all_seen(reports: Sequence[ScenarioReport], stage: Stage, ears: Mapping[str, LiveEar]) -> list[Row]:
    deadline = time.monotonic() + _SEEN_SECONDS
    while True:
        rows = rows_of(reports, stage.watcher, ears)
        if not any(row.is_unseen for row in rows) or time.monotonic() > deadline:
            return rows
        await asyncio.sleep(_POLL_SECONDS)


def _document(reports: Sequence[ScenarioReport], rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "played_at": now_utc().isoformat(),
        "day": local_day(now_utc()).isoformat(),
        "held": all(report.held for report in reports) and not any(row.is_unseen for row in rows),
        "nominations": [row.as_json() for row in rows],
        "decided_to_seen_ms": {
            stream: {
                "samples": len(waits(rows, stream)),
                "p50": percentile(waits(rows, stream), 0.5),
                "p99": percentile(waits(rows, stream), 0.99),
            }
            for stream in _STREAMS
        },
        "scenarios": [report.as_json() for report in reports],
    }


def _keep(document: Mapping[str, Any], report_file: Path) -> None:
    report_file.parent.mkdir(parents=True, exist_ok=True)
    report_file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def _tell(reports: Sequence[ScenarioReport], rows: Sequence[Row], report_file: Path) -> None:
    for report in reports:
        say("\n".join(report.told()))
    say("")
    for line in table(rows, tuple(_STREAMS)):
        say(line)
    for row in rows:
        if row.is_unseen:
            say(f"✗ {row.number} was decided but not seen live within {_SEEN_SECONDS:.0f} s: {row.seen_ms}")
    say(f"\nreport: {report_file}")
