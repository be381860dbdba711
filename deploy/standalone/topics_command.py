"""`python -m deploy.standalone topics plan | apply | check`."""

import argparse
import asyncio
from collections.abc import Sequence

from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.settings import given
from deploy.standalone.site import DEFAULT_NAMESPACE
from deploy.standalone.topics import compare, plan, provision


def main(argv: Sequence[str]) -> int:
    """Compare the bus with the declaration, or make it so. Raises: StandaloneError."""
    usual = given().kafka_bootstrap or f"{LOOPBACK}:{Ports().kafka}"
    parser = argparse.ArgumentParser(prog="topics", description=main.__doc__)
    parser.add_argument("verb", choices=("plan", "apply", "check"))
    parser.add_argument("--bootstrap", default=usual, help="where the bus is (default: %(default)s)")
    parser.add_argument("--namespace", default=DEFAULT_NAMESPACE)
    chosen = parser.parse_args(argv)
    does = {"plan": plan, "apply": _apply, "check": compare}[chosen.verb]
    lines = asyncio.run(does(chosen.bootstrap, chosen.namespace))
    print("\n".join(lines) if lines else "the topics are as declared")
    return 1 if chosen.verb == "check" and lines else 0


async def _apply(bootstrap: str, namespace: str) -> list[str]:
    return [f"created {name}" for name in await provision(bootstrap, namespace)]
