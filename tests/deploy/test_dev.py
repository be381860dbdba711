import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _dev(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run((str(ROOT / "dev"), *arguments), capture_output=True, text=True, check=False, timeout=60)


def test_alone_it_lists_its_verbs() -> None:
    told = _dev()
    assert told.returncode == 0
    listed = [line.split()[0] for line in told.stdout.splitlines() if line.startswith("  ")]
    assert listed == ["run", "test", "check", "fix", "play", "chaos", "bench", "docs", "lock", "image"]


@pytest.mark.parametrize("arguments", [("fly",), ("check", "--slowly"), ("image",), ("image", "payroll")])
def test_a_wrong_command_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert _dev(*arguments).returncode == 2


def test_files_whose_tests_may_take_longest_begin_first() -> None:
    files = ["tests/deploy/test_dev.py", "tests/journeys/test_the_whole_job_in_the_browser.py"]
    collect = (sys.executable, "-m", "pytest", "--collect-only", "-p", "no:randomly", *files)
    told = subprocess.run(collect, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert list(dict.fromkeys(line.partition("::")[0] for line in told if "::" in line)) == files[::-1]


def test_it_stays_under_200_lines() -> None:
    assert len((ROOT / "dev").read_text(encoding="utf-8").splitlines()) < 200
