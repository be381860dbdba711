"""What an operator can do with nominations."""

from shared.runtime.starting import start

if __name__ == "__main__":
    raise SystemExit(start("services.nominations"))
