"""Reading everything again: a group goes back to the beginning and runs its handlers on all there is."""

from shared.runtime.bus.subscription import Replay, placed
from shared.runtime.operating.audit import DeclinedError, NotHereError, Operator, audited
from shared.runtime.operating.broker import asking
from shared.runtime.service import Service


async def replay(service: Service, name: str, operator: Operator, *, effects_again: bool) -> int:
    """Send a group, by its declared name, back to the beginning; how many records it will read when it runs next.

    Raises: DeclinedError (it has effects that were not wanted again, or processes still read as this group),
    NotHereError (no such group), UnavailableError.
    """
    found = {group.name.partition("@")[0]: group for group in service.live_groups()}
    if name not in found:
        raise NotHereError(f"{service.name} has no group {name}; it has {', '.join(sorted(found)) or 'none'}")
    group, namespace = found[name], service.settings.namespace
    async with audited(service, "replay", group.name, operator) as doing:
        if group.replay is Replay.REFUSED and not effects_again:
            raise DeclinedError(
                f"{name} has effects beyond its own rows; --effects-again says that they are wanted twice"
            )
        doing.detail = "effects again" if group.replay is Replay.REFUSED else ""
        async with asking(service.settings.kafka_bootstrap) as broker:
            if readers := await broker.members(placed(group.name, namespace)):
                raise DeclinedError(f"{readers} processes read as {name}: stop every replica of {service.name} first")
            return await broker.rewind(
                placed(group.name, namespace), [placed(topic, namespace) for topic in group.topics]
            )
