import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ROOT / "requirements.lock"
PARTS = sorted([*ROOT.glob("services/*/requirements.lock"), ROOT / "deploy" / "requirements.lock"])


def _pins(lock: Path) -> dict[str, str]:
    found = re.findall(
        r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name.split("[")[0]: version for name, version in found}


@pytest.mark.parametrize("lock", [WHOLE, *PARTS], ids=lambda lock: str(lock.parent.name))
def test_every_locked_package_has_a_hash_and_no_line_names_a_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("lock", PARTS, ids=lambda lock: str(lock.parent.name))
def test_an_image_has_the_versions_that_the_tests_ran_on(lock: Path) -> None:
    whole = _pins(WHOLE)
    pins = _pins(lock)
    assert "aiokafka" in pins
    assert {name: version for name, version in pins.items() if whole.get(name) != version} == {}


def test_every_service_has_a_lock() -> None:
    services = {path.parent.name for path in ROOT.glob("services/*/pyproject.toml")}
    assert {path.parent.name for path in PARTS} == services | {"deploy"}
