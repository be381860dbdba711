"""What an operator can do with nominations."""

from services.nominations.app import build
from services.nominations.settings import Settings
from shared.runtime.command import run

if __name__ == "__main__":
    raise SystemExit(run(Settings, build))
