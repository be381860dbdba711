"""Each service ships alone: its wheel has itself, nothing of the others, and imports with `shared` only."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.docs.services import NAMES
from tests.architecture.source import ROOT


def build_wheel(source: Path, into: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def shared_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT / "shared", tmp_path_factory.mktemp("shared"))


@pytest.mark.parametrize("service", NAMES)
def test_a_services_wheel_stands_alone(service: str, shared_wheel: Path, tmp_path: Path) -> None:
    wheel = build_wheel(ROOT / "services" / service, tmp_path / "dist")
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if ".dist-info/" not in name}
        packed.extractall(tmp_path / "site")
    with zipfile.ZipFile(shared_wheel) as packed:
        packed.extractall(tmp_path / "site")
    assert inside
    assert {name.split("/")[0:2][1] for name in inside} == {service}
    others = [name for name in NAMES if name != service]
    probe = (
        f"import services.{service}.app, importlib.util as u\n"
        f"print([n for n in {others} if u.find_spec('services.' + n)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},  # noqa: TID251 - a bare place for the wheel
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"
