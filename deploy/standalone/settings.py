"""What the person at the terminal can turn: servers of their own. Nothing else here reads the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

SERVICES = ("nominations", "reviews", "notifications", "console")
OWNERS = ("nominations", "reviews", "notifications")
_OURS = tuple(f"{name.upper()}_" for name in (*SERVICES, "issuer"))
_COMPILED = Path(__file__).resolve().parents[2] / ".cache" / "compiled"


@dataclass(frozen=True, slots=True)
class Given:
    """Servers that run already; None means that one is started here."""

    kafka_bootstrap: str | None = None
    mongodb_url: str | None = None


def given() -> Given:
    """The servers named by `KAFKA_BOOTSTRAP` and `MONGODB_URL`."""
    names = os.environ  # noqa: TID251 - the one reader of the environment
    return Given(names.get("KAFKA_BOOTSTRAP") or None, names.get("MONGODB_URL") or None)


def java_home() -> str | None:
    """The Java that the person chose by `JAVA_HOME`."""
    return os.environ.get("JAVA_HOME") or None  # noqa: TID251 - the one reader of the environment


def inherited_environment() -> dict[str, str]:
    """The environment for a child: ours, without settings of services, which only a run's plan may give.

    Whatever ours says of compiled Python, a child keeps it, in a folder aside: half of a start would go into it.
    """
    names = os.environ  # noqa: TID251 - the one reader of the environment
    kept = {name: value for name, value in names.items() if not name.startswith(_OURS)}
    compiling = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(_COMPILED)}
    return {**kept, **compiling, "PYTHONUNBUFFERED": "1"}
