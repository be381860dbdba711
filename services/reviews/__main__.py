"""What an operator can do with reviews."""

from services.reviews.app import build
from services.reviews.settings import Settings
from shared.runtime.command import run

if __name__ == "__main__":
    raise SystemExit(run(Settings, build))
