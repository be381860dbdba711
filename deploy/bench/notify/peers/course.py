"""The peers that are to be had on this machine, measured one after the other; a missing one is told, and no failure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.bench.notify.live import Streams
from deploy.bench.notify.peers import nchan, svix
from deploy.bench.notify.trials import Sending
from deploy.bench.race import Track
from deploy.standalone.errors import StandaloneError


@dataclass(frozen=True, slots=True)
class Peers:
    """What they showed, and why others showed nothing."""

    streams: Sequence[Streams]
    webhooks: Sequence[Sending]
    missing: Mapping[str, str]


async def race(track: Track, clients: int, frames: int, events: int) -> Peers:
    """The same clients on their live server, the same receiver for their webhooks."""
    streams, webhooks, missing = list[Streams](), list[Sending](), dict[str, str]()
    try:
        streams.append(await nchan.streams(track, clients, frames))
    except StandaloneError as error:
        missing[nchan.NAME] = str(error)
    try:
        webhooks.append(await svix.webhooks(track, events))
    except StandaloneError as error:
        missing[svix.NAME] = str(error)
    return Peers(streams, webhooks, missing)
