"""`python -m deploy.standalone VERB`: each verb lies in a module of its own, loaded only when it is asked for."""

import errno
import sys
from collections.abc import Sequence
from importlib import import_module

from deploy.standalone.errors import StandaloneError
from shared.runtime.marks import FaultyFilesError

VERBS = {
    "run": "deploy.standalone.run",
    "once": "deploy.standalone.once",
    "play": "deploy.standalone.play",
    "load": "deploy.standalone.load_command",
    "topics": "deploy.standalone.topics_command",
    "mirrors": "deploy.standalone.mirrors_command",
    "law": "deploy.standalone.law_command",
    "reconcile": "deploy.standalone.reconcile.command",
    "issuer": "deploy.standalone.issuer",
}


def main(argv: Sequence[str]) -> int:
    """Do one verb; the exit code is 0 only if all went well."""
    if not argv or argv[0] not in VERBS:
        print(f"usage: python -m deploy.standalone {' | '.join(VERBS)}", file=sys.stderr)
        return 2
    verb, rest = argv[0], list(argv[1:])
    if verb == "run" and "--once" in rest:
        verb, rest = "once", [word for word in rest if word != "--once"]
    try:
        return int(import_module(VERBS[verb]).main(rest))
    except (StandaloneError, FaultyFilesError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"\nerror: the disk is full ({error.filename}). Make room and start again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
