"""What the command line takes."""

import argparse
from uuid import UUID

_MOST_LISTED = 10_000


def parser() -> argparse.ArgumentParser:
    """All verbs; a wrong line ends the process with 2 and says what is known."""
    whole = argparse.ArgumentParser(description="Operate this service.", allow_abbrev=False)
    verbs = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="answer HTTP and read the bus until SIGTERM")
    serve.add_argument("--migrate", action="store_true", help="make the declared indexes first (for a laptop)")
    serve.add_argument("--only", metavar="PARTS", help="parts of a service that has some, such as router,sender")
    verbs.add_parser("check", help="show the settings without secrets and try each connection")
    verbs.add_parser("migrate", help="make the declared indexes")
    _parked(verbs.add_parser("parked", help="records of the bus that were set aside"))
    _answering(verbs.add_parser("outbox", help="events that are kept and not on the bus yet"))
    _answering(verbs.add_parser("lag", help="how far each group is in each partition"))
    _answering(verbs.add_parser("audit", help="what operators did here, when and why"))
    _again(verbs)
    return whole


def _parked(parked: argparse.ArgumentParser) -> None:
    whats = parked.add_subparsers(dest="what", required=True, metavar="WHAT")
    listing = _answering(whats.add_parser("list", help="those that wait for an operator first, without content"))
    listing.add_argument("--group", help="only those of one group")
    listing.add_argument("--all", action="store_true", help="discarded ones too")
    listing.add_argument("--limit", type=_count, default=200, metavar="N", help="at most so many (default: 200)")
    show = _acting(whats.add_parser("show", help="one of them, with its content"))
    show.add_argument("id", type=UUID, metavar="ID")
    retry = _acting(whats.add_parser("retry", help="try everything of a key again, in order"))
    retry.add_argument("key", metavar="KEY", help="as `list` shows it")
    discard = _acting(whats.add_parser("discard", help="let the queue of its key move without a record"))
    discard.add_argument("id", type=UUID, metavar="ID")


def _again(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    replay = _acting(verbs.add_parser("replay", help="send a group back to the first event"))
    replay.add_argument("group", metavar="GROUP")
    replay.add_argument("--effects-again", action="store_true", help="its effects are wanted a second time")
    rebuild = _acting(verbs.add_parser("rebuild", help="build a read model a second time and compare it"))
    rebuild.add_argument("model", metavar="READ_MODEL")
    rebuild.add_argument("--switch", action="store_true", help="let the rebuilt one live, when it is equal")
    rebuild.add_argument("--accept-difference", action="store_true", help="with --switch: also when it differs")


def _answering(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--json", action="store_true", help="one JSON document a line")
    return verb


def _acting(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--as", dest="actor", type=_said, required=True, metavar="ACTOR", help="who wants it")
    verb.add_argument("--reason", type=_said, required=True, metavar="TEXT", help="why; it is kept for ever")
    return _answering(verb)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_LISTED:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {_MOST_LISTED}")
    return int(text)


def _said(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return text.strip()
