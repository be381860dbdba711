"""The course of a bench of notifications: its sizes, one trial after the other."""

from dataclasses import dataclass
from typing import Final, TypeVar

from deploy.bench.notify import trials
from deploy.bench.notify.findings import Findings, load_now
from deploy.bench.notify.live import streams
from deploy.bench.notify.peers.course import race
from deploy.bench.notify.trials import Delay
from deploy.bench.race import Track

Found = TypeVar("Found")

_DEAD: Final = 3
"""The number of the endpoint that is dead in half of the runs."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is tried: events to all endpoints and for how long, processes, steady seconds, rounds, live clients."""

    events: int
    seconds: float
    processes: tuple[int, ...]
    steady_seconds: int
    rounds: int
    clients: int
    frames: int
    peer_events: int


FULL: Final = Sizes(3_000, 20.0, (1, 2), 20, 3, 10_000, 10, 1_500)
QUICK: Final = Sizes(400, 8.0, (1,), 5, 1, 1_000, 4, 40)


async def bench(track: Track, sizes: Sizes, *, with_peers: bool = True) -> Findings:
    """Try everything once. Raises: StandaloneError."""
    load = load_now()
    sustained = [_told(await trials.sustained(track, each, sizes.events, sizes.seconds)) for each in sizes.processes]
    delay = _told(await trials.steady(track, "steady", sizes.steady_seconds))
    spread = _told(await trials.steady(track, "spread", sizes.steady_seconds, all_hear=False))
    healthy, beside_dead = list[Delay](), list[Delay]()
    for number in range(sizes.rounds):
        healthy.append(_told(await trials.steady(track, f"healthy{number}", sizes.steady_seconds)))
        beside_dead.append(_told(await trials.steady(track, f"dead{number}", sizes.steady_seconds, silent=_DEAD)))
    ours = _told(await streams(track, sizes.clients, sizes.frames))
    peers = await race(track, sizes.clients, sizes.frames, sizes.peer_events) if with_peers else None
    return Findings(
        load=load,
        sustained=sustained,
        delay=delay,
        spread=spread,
        healthy=healthy,
        beside_dead=beside_dead,
        streams=[ours, *(peers.streams if peers else ())],
        peers=peers.webhooks if peers else (),
        missing=peers.missing if peers else {},
    )


def _told(found: Found) -> Found:
    print(found, flush=True)
    return found
