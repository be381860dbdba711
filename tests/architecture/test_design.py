"""States, commands and events are those of the design; where they differ, a decision says why."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.docs.commands import domain_commands
from deploy.standalone.reconcile.layout import KINDS
from shared.contracts.registry import EVENTS
from shared.kernel.reasons import REASONS
from tests.architecture.source import ROOT

DESIGN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "design.yaml").read_text(encoding="utf-8"))
AGGREGATES: dict[str, dict[str, list[str]]] = DESIGN["aggregates"]
DIFFERENCES: list[dict[str, Any]] = DESIGN["differences"]


def differences(what: str) -> set[str]:
    """Of states, commands, events or codes: `+x` is ours alone, `-x` the design's alone."""
    return {one for row in DIFFERENCES for one in row.get(what, ())}


def compared(ours: set[str], designed: set[str]) -> set[str]:
    return {f"+{one}" for one in ours - designed} | {f"-{one}" for one in designed - ours}


def named(what: str) -> set[str]:
    return {f"{aggregate}.{one}" for aggregate, said in AGGREGATES.items() for one in said[what]}


def test_states_are_those_of_the_design() -> None:
    ours = {f"{kind.name.removesuffix('s')}.{state}" for kind in KINDS for state in kind.states if state}
    assert compared(ours, named("states")) == differences("states")


def test_commands_are_those_of_the_design() -> None:
    ours = {f"{one.aggregate}.{one.verb}" for one in domain_commands()}
    assert compared(ours, named("commands")) == differences("commands")


def test_events_are_those_of_the_design() -> None:
    designed = {event for said in AGGREGATES.values() for event in said["events"]}
    assert compared(set(EVENTS), designed) == differences("events")


def test_every_code_of_the_design_is_ours() -> None:
    assert set(DESIGN["codes"]) - set(REASONS) == set()


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row["why"][:40])
def test_a_difference_names_its_decision(row: dict[str, Any]) -> None:
    assert set(row) <= {"why", "decision", "issue", "states", "commands", "events"}
    if "decision" in row:
        assert list((ROOT / "docs" / "decisions").glob(f"{row['decision']:04}-*.md"))
