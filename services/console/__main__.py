"""What an operator can do with the console."""

from services.console.app import build
from services.console.settings import Settings
from shared.runtime.command import run

if __name__ == "__main__":
    raise SystemExit(run(Settings, build))
