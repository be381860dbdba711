"""`python -m deploy.standalone mirrors plan | grant | revoke CLIENT …`."""

import argparse
import asyncio
from collections.abc import Sequence
from typing import Final

from deploy.standalone.addresses import LOOPBACK, Ports
from deploy.standalone.errors import StandaloneError
from deploy.standalone.mirrors import Reader, grant, revoke
from deploy.standalone.mongod import mongod_url
from deploy.standalone.settings import given
from deploy.standalone.site import DEFAULT_NAMESPACE
from services.notifications.adapters.mongo.gateway import MongoClients
from shared.kernel.errors import UnavailableError
from shared.runtime.store.client import MongoStore

_UNKNOWN: Final = (
    "{}: chưa có hệ thống này, hoặc hệ thống không bật bản sao hay đang bị dừng; ghi ở trang Hệ thống bên ngoài trước "
    "/ no active client of this name is mirrored: record it first"
)


def main(argv: Sequence[str]) -> int:
    """Say what clients may read on the bus, let them, or let them no more. Raises: StandaloneError."""
    usual = given().kafka_bootstrap or f"{LOOPBACK}:{Ports().kafka}"
    parser = argparse.ArgumentParser(prog="mirrors", description=main.__doc__)
    parser.add_argument("verb", choices=("plan", "grant", "revoke"))
    parser.add_argument("clients", nargs="+", metavar="CLIENT", help="the name of a client, such as HT-HP")
    parser.add_argument("--bootstrap", default=usual, help="where the bus is (default: %(default)s)")
    parser.add_argument("--namespace", default=DEFAULT_NAMESPACE)
    chosen = parser.parse_args(argv)
    if chosen.verb == "grant":
        asyncio.run(_require_mirrored(chosen.clients, chosen.namespace))
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


async def _require_mirrored(refs: Sequence[str], namespace: str) -> None:
    """Whoever mistypes a name would let somebody read what nobody writes, or what another is to have."""
    store = MongoStore(given().mongodb_url or mongod_url(Ports().mongod), f"{namespace}_notifications")
    try:
        mirrored = {client.ref for client in await MongoClients(store).mirrored()}
    except UnavailableError as error:
        raise StandaloneError(f"MongoDB does not answer: {error}") from error
    finally:
        await store.close()
    unknown = [ref for ref in refs if ref not in mirrored]
    if unknown:
        raise StandaloneError(_UNKNOWN.format(", ".join(unknown)))
