"""The environment of the peers: made anew for a bench from the package index, gone with its folder."""

import subprocess
import sys
from pathlib import Path

from deploy.bench.race import Shape

_NEEDED = ("pymongo", "pydantic")
_PEERS = {"quixstreams": "quixstreams==3.28.1", "kstreams": "kstreams==0.34.6", "faust": "faust-streaming==0.15.3"}
_PATIENCE_SECONDS = 300


def installed(folder: Path) -> tuple[list[Shape], dict[str, str]]:
    """The peers that could be installed, and why others could not. Blocks."""
    python = folder / "bin" / "python"
    missing, shapes = dict[str, str](), list[Shape]()
    if why := _failed("venv", "--python", sys.executable, str(folder)):
        return [], dict.fromkeys(_PEERS, why)
    for name, wanted in _PEERS.items():
        if why := _failed("pip", "install", "--python", str(python), wanted, *_NEEDED):
            missing[name] = why
        else:
            shapes.append(Shape(name, (str(python), "-m", "deploy.bench.peers", name)))
    return shapes, missing


def _failed(*arguments: str) -> str:
    """The last line of what uv complained about, empty when it did it."""
    done = subprocess.run(
        (sys.executable, "-m", "uv", "--quiet", *arguments),
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["failed"])[-1]
