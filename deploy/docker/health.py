"""Asks the service in this container whether it is alive: the image's health check."""

import os
import sys
from urllib.request import urlopen

_PORTS = {"console": "8800", "nominations": "8801", "reviews": "8802", "notifications": "8803"}
_LIMIT_SECONDS = 3


def main() -> int:
    """Tell by the exit code."""
    service = os.environ["SERVICE"]  # noqa: TID251 - set by the image; there is no settings class to read it
    port = os.environ.get(f"{service.upper()}_OPERATIONS_PORT", _PORTS[service])  # noqa: TID251 - as above
    try:
        with urlopen(f"http://127.0.0.1:{port}/livez", timeout=_LIMIT_SECONDS) as answer:
            return 0 if answer.status == 200 else 1  # noqa: PLR2004 - OK
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
