"""`python -m deploy.standalone mirrors plan | grant | revoke CLIENT …`."""

import argparse
import asyncio
from collections.abc import Sequence

from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.mirrors import Reader, grant, revoke
from deploy.standalone.settings import given
from deploy.standalone.site import DEFAULT_NAMESPACE


def main(argv: Sequence[str]) -> int:
    """Say what clients may read on the bus, let them, or let them no more. Raises: StandaloneError."""
    usual = given().kafka_bootstrap or f"{LOOPBACK}:{Ports().kafka}"
    parser = argparse.ArgumentParser(prog="mirrors", description=main.__doc__)
    parser.add_argument("verb", choices=("plan", "grant", "revoke"))
    parser.add_argument("clients", nargs="+", metavar="CLIENT", help="the name of a client, such as HT-HP")
    parser.add_argument("--bootstrap", default=usual, help="where the bus is (default: %(default)s)")
    parser.add_argument("--namespace", default=DEFAULT_NAMESPACE)
    chosen = parser.parse_args(argv)
    for client in chosen.clients:
        reader = Reader.of(client, chosen.namespace)
        print("\n".join(reader.described()))
        if chosen.verb == "grant":
            password = asyncio.run(grant(chosen.bootstrap, reader))
            print(f"  password, shown this once: {password}")
        elif chosen.verb == "revoke":
            asyncio.run(revoke(chosen.bootstrap, reader))
            print("  no more")
    return 0
