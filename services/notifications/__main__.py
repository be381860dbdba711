"""What an operator can do with notifications; `kit` is for the engineers of systems outside."""

import sys
from importlib import import_module

from shared.runtime.starting import start

if __name__ == "__main__":
    if sys.argv[1:2] == ["kit"]:
        raise SystemExit(import_module("services.notifications.kit.command").run(sys.argv[2:]))
    raise SystemExit(start("services.notifications"))
