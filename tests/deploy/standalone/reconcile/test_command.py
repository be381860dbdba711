"""A healthy world, and one corruption by hand of each kind: reconcile ends with 1 and names what is broken."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from deploy.standalone.reconcile.command import main
from deploy.standalone.reconcile.history import Injected, read_history, write_history
from tests.deploy.standalone.reconcile.conftest import Small
from tests.deploy.standalone.reconcile.corruptions import CORRUPTIONS, Corruption

pytestmark = pytest.mark.slow


def judged(small: Small, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]]]:
    """The exit code, and what each violated invariant says."""
    capsys.readouterr()
    code = main([*small.arguments, "--json"])
    told = json.loads(capsys.readouterr().out)
    found = {
        one["invariant"]: [f"{each['at']}: {each['what']}" for each in one["shown"]]
        for one in told["invariants"]
        if one["violations"]
    }
    assert told["holds"] == (code == 0)
    return code, found


def test_a_healthy_world_is_green_and_says_what_it_counted(
    small: Small, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    metrics = tmp_path / "reconcile.prom"
    code = main([*small.arguments, "--metrics", str(metrics)])
    told = capsys.readouterr().out
    assert code == 0, told
    assert [line.split()[1] for line in told.splitlines()] == [f"I{number}" for number in range(1, 13)]
    assert "–" not in told, "each is judged"
    lines = metrics.read_text(encoding="utf-8")
    assert all(f'kipthoi_reconcile_violations{{invariant="I{number}"}} 0' in lines for number in range(1, 13))


@pytest.mark.parametrize(("number", "corruption"), CORRUPTIONS.values(), ids=CORRUPTIONS.keys())
def test_a_corruption_is_caught_and_named(
    number: str, corruption: Corruption, small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    with corruption(small) as named:
        code, found = judged(small, capsys)
        assert code == 1
        assert number in found, found
        assert not isinstance(named, UUID) or any(str(named) in line for lines in found.values() for line in lines)


def test_a_history_outlives_its_file(small: Small) -> None:
    again = small.history_file.with_name("again.jsonl")
    history = read_history(small.history_file)
    assert history == small.history
    put = frozenset({Injected("deeds.v1", 3, 17, "null value")})
    write_history(again, type(history)(history.commands, put))
    assert read_history(again).injected == put
