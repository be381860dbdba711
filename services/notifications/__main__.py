"""What an operator can do with notifications."""

from services.notifications.app import build
from services.notifications.settings import Settings
from shared.runtime.command import run

if __name__ == "__main__":
    raise SystemExit(run(Settings, build))
