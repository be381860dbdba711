"""What an operator can do with notifications."""

from shared.runtime.starting import start

if __name__ == "__main__":
    raise SystemExit(start("services.notifications"))
