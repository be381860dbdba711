"""What a child inherits."""

import subprocess
import sys

import pytest

from deploy.standalone.settings import inherited_environment
from deploy.standalone.site import ROOT


def test_a_child_keeps_compiled_python_aside_whatever_ours_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    tell = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    command = (sys.executable, "-S", "-c", tell)
    told = subprocess.run(command, env=inherited_environment(), capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", str(ROOT / ".cache" / "compiled")]


def test_a_child_inherits_no_settings_of_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWS_FAILPOINT", "mid_batch:1")
    monkeypatch.setenv("OF_NOBODY", "kept")
    inherited = inherited_environment()
    assert ("REVIEWS_FAILPOINT" in inherited, inherited["OF_NOBODY"]) == (False, "kept")
