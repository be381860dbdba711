"""`python -m deploy.locks`: resolves once and writes every lock, with hashes and without the name of any host.

The laptop's lock comes from `requirements.in`; those of the services, and of the `ops` image, are parts of it.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_WHOLE = Path("requirements.lock")
_COMPILE = (
    *("-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--python-version", "3.11"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def main() -> int:
    """Write all locks; the exit code."""
    if code := _compile(ROOT / _WHOLE, (ROOT / "requirements.in").read_text(encoding="utf-8"), "--upgrade"):
        return code
    services = sorted(path.parent for path in (ROOT / "services").glob("*/pyproject.toml"))
    wanted = {folder / _WHOLE: _dependencies(folder) for folder in services}
    wanted[ROOT / "deploy" / _WHOLE] = []
    shared = _dependencies(ROOT / "shared")
    for target, own in wanted.items():
        if code := _compile(target, "\n".join([*shared, *own]), "--constraint", str(_WHOLE)):
            return code
    return 0


def _dependencies(folder: Path) -> list[str]:
    """What a distribution needs beside our own."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [one for one in project["dependencies"] if not one.startswith("kipthoi-")]


def _compile(target: Path, requirements: str, *options: str) -> int:
    print(f"writing {target.relative_to(ROOT)}", flush=True)
    command = (sys.executable, *_COMPILE, *options, "--output-file", str(target), "-")
    return subprocess.run(command, cwd=ROOT, input=requirements, text=True, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
