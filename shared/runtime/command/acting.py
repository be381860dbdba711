"""The verbs that change something, or show what may name people: each is kept with who wants it and why, before."""

import base64
from argparse import Namespace

from shared.runtime.command.answer import Answer, Code, Row
from shared.runtime.command.looking import listed
from shared.runtime.operating import parked, rebuilding, replaying
from shared.runtime.operating.audit import Operator
from shared.runtime.operating.rebuilding import Rebuilt, Wanted
from shared.runtime.service import Service


async def parked_show(service: Service, chosen: Namespace) -> Answer:
    """One record with everything that came with it. Raises: DeclinedError when there is none."""
    record = await parked.show(service, chosen.id, _operator(chosen))
    headers = [[name, None if value is None else _readable(value)] for name, value in record.headers]
    value = None if record.value is None else _readable(record.value)
    return Answer([{**listed(record), "headers": headers, "value": value}], is_sheet=True)


async def parked_retry(service: Service, chosen: Namespace) -> Answer:
    """Let everything of a key be tried again. Raises: DeclinedError."""
    records = await parked.retry(service, chosen.key, _operator(chosen))
    rows: list[Row] = [{"id": record.id, "group": record.group, "state": "retrying"} for record in records]
    return Answer(rows, "tried within a second by the process that owns the partition, those behind it in order")


async def parked_discard(service: Service, chosen: Namespace) -> Answer:
    """Let the queue of a record's key move without it. Raises: DeclinedError."""
    record = await parked.discard(service, chosen.id, _operator(chosen))
    row = {"id": record.id, "group": record.group, "state": "discarded"}
    return Answer([row], f"its bytes stay; what queued behind {parked.key_of(record)} moves on")


async def replay(service: Service, chosen: Namespace) -> Answer:
    """Send a group back to the beginning. Raises: DeclinedError, NotHereError."""
    count = await replaying.replay(service, chosen.group, _operator(chosen), effects_again=chosen.effects_again)
    said = f"{chosen.group} reads {count} records again as soon as {service.name} is started"
    return Answer([{"group": chosen.group, "records": count}], said)


async def rebuild(service: Service, chosen: Namespace) -> Answer:
    """Build a read model again and compare it; wrong when it differs. Raises: DeclinedError, NotHereError."""
    wanted = Wanted(chosen.switch, chosen.accept_difference)
    rebuilt = await rebuilding.rebuild(service, chosen.model, _operator(chosen), wanted)
    rows = [
        {
            "collection": each.collection,
            "live": each.live,
            "rebuilt": each.rebuilt,
            "equal": "yes" if each.is_equal else "no",
            "live_hash": each.live_hash[:16],
            "rebuilt_hash": each.rebuilt_hash[:16],
            "differing": list(each.differing),
        }
        for each in rebuilt.compared
    ]
    is_done = rebuilt.is_equal or rebuilt.is_switched
    wide = frozenset({"differing"}) if rebuilt.is_equal else frozenset[str]()
    return Answer(rows, _said(service, rebuilt), Code.DONE if is_done else Code.WRONG, wide)


def _said(service: Service, rebuilt: Rebuilt) -> str:
    parts = ["equal to what lives" if rebuilt.is_equal else "different from what lives"]
    if rebuilt.parked:
        parts.append(f"{rebuilt.parked} records could not be handled")
    if rebuilt.is_switched:
        parts.append(
            f"generation {rebuilt.generation} lives from the next start: restart every replica of {service.name}"
        )
    else:
        parts.append("nothing was switched, what was built is cleared away")
    return "; ".join(parts)


def _readable(value: bytes) -> str:
    """Text as it is; other bytes as `base64:…`."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"base64:{base64.b64encode(value).decode()}"


def _operator(chosen: Namespace) -> Operator:
    return Operator(chosen.actor, chosen.reason)
