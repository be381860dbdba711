"""`python -m deploy.standalone reconcile`: one line an invariant; 1 when any is violated."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.errors import StandaloneError
from deploy.standalone.mongod import mongod_url
from deploy.standalone.reconcile.history import read_history
from deploy.standalone.reconcile.judge import reconciled
from deploy.standalone.reconcile.reading.world import World, read_world
from deploy.standalone.reconcile.report import as_json, told, write_metrics
from deploy.standalone.settings import given
from deploy.standalone.site import DEFAULT_NAMESPACE
from shared.kernel.errors import UnavailableError


def main(argv: Sequence[str]) -> int:
    """Judge a world; 0 when nothing is wrong, 1 when something is. Raises: StandaloneError when it cannot be read."""
    chosen = _arguments().parse_args(argv)
    history = read_history(chosen.history) if chosen.history else None
    world = World(chosen.mongodb_url, chosen.kafka, chosen.namespace)
    try:
        verdicts = asyncio.run(reconciled(lambda: read_world(world, history), chosen.quiet_seconds))
    except UnavailableError as error:
        raise StandaloneError(f"The world cannot be read: {error}") from error
    if chosen.metrics:
        write_metrics(chosen.metrics, verdicts)
    print(json.dumps(as_json(verdicts), ensure_ascii=False, indent=1) if chosen.json else "\n".join(told(verdicts)))
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def _arguments() -> argparse.ArgumentParser:
    servers, ports = given(), Ports()
    parser = argparse.ArgumentParser(prog="reconcile", description=main.__doc__)
    parser.add_argument("--json", action="store_true", help="tell it as JSON")
    parser.add_argument("--mongodb", dest="mongodb_url", default=servers.mongodb_url or mongod_url(ports.mongod))
    parser.add_argument("--kafka", default=servers.kafka_bootstrap or f"{LOOPBACK}:{ports.kafka}")
    parser.add_argument("--namespace", default=DEFAULT_NAMESPACE)
    parser.add_argument(
        "--history", type=Path, metavar="FILE", help="what the clients know; without it I1, I2 are open"
    )
    parser.add_argument("--metrics", type=Path, metavar="FILE", help="where to write a gauge for each invariant")
    parser.add_argument(
        "--quiet-seconds",
        type=float,
        default=40.0,
        metavar="N",
        help="what is wrong must still be so after as many seconds (default: %(default)s; 0: judge what is read first)",
    )
    return parser
