"""What became of every event: read from the receiver, from the service's logs, and from those who listened."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from deploy.bench.notify.house import House
from deploy.bench.notify.receiver import Arrival
from deploy.bench.notify.receiving import arrived
from deploy.chaos.notify.listening import Listener
from deploy.chaos.notify.lives import Life
from deploy.chaos.notify.telling import Place
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.domain.register import Entry, first_broken
from shared.kernel.clock import now_utc
from shared.runtime.store.driver import connect, disconnect

UNDER_WAY_SECONDS: Final = 2.0
"""What arrived so shortly before a death may have been under way: how it ended was not kept."""

_LOOK_SECONDS: Final = 0.5
_PAGE: Final = 1_000


@dataclass(slots=True)
class Verdict:
    """What was found wrong, counted, and what is allowed: repeats of calls that were under way at a death.

    `longest_under_way_s`: from a call that was taken and came again to its sender's death.
    Listeners begin with a cursor of a lost history, so each is told once to reset.
    """

    deliveries: int = 0
    lost: int = 0
    repeated: int = 0
    repeated_without_death: int = 0
    longest_under_way_s: float = 0.0
    inversions: int = 0
    double_inbox_items: int = 0
    inbox_items: int = 0
    register_holes: int = 0
    register_broken: int = 0
    left_open: int = 0
    live_gaps: int = 0
    live_duplicates: int = 0
    listeners: int = 0
    live_resets: int = 0
    streams: int = 0
    restarts: int = 0
    deaths: Mapping[str, int] = field(default_factory=dict)
    well_after_s: Mapping[str, float] = field(default_factory=dict)
    late: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.lost, self.repeated_without_death, self.inversions, self.double_inbox_items, self.left_open)
        live = (self.live_gaps, self.live_duplicates, self.live_resets - self.listeners)
        return not any((*wrong, *live, self.register_holes, self.register_broken, self.restarts, self.late))


async def at_rest(
    verdict: Verdict, home: House, told: Mapping[str, Place], listeners: Sequence[Listener], within: float
) -> None:
    """Wait until nothing is open and everybody has heard of everything, or for so long that it will not come."""
    calls, until = sum(len(place.endpoints) for place in told.values()), time.monotonic() + within
    while True:
        head = await judge_store(verdict, home)
        has_come = len({(each.id, each.endpoint) for each in await arrived(home.receiver)}) >= calls
        have_heard = all(max(each.had, default=0) >= head for each in listeners)
        if (has_come and have_heard and not verdict.left_open) or time.monotonic() > until:
            break
        await asyncio.sleep(_LOOK_SECONDS)
    judge_listeners(verdict, head, listeners)


def judge_calls(verdict: Verdict, told: Mapping[str, Place], came: Sequence[Arrival], lives: Sequence[Life]) -> None:
    """Each event at each endpoint that hears of it: at least once, in order, again only after its sender's death."""
    calls: dict[tuple[str, int], list[Arrival]] = defaultdict(list)
    for each in came:
        if each.id in told:
            calls[each.id, each.endpoint].append(each)
    wanted = [(event, number) for event, place in told.items() for number in place.endpoints]
    verdict.deliveries = len(wanted)
    verdict.lost = sum(each not in calls for each in wanted)
    deaths = defaultdict[int, list[float]](list)
    for life in lives:
        deaths[life.process].append(life.ended)
    for same in calls.values():
        for each in same[:-1]:
            seconds = _until_death(each, deaths[each.process])
            verdict.repeated += 1
            verdict.repeated_without_death += seconds > UNDER_WAY_SECONDS
            verdict.longest_under_way_s = max(verdict.longest_under_way_s, round(seconds, 2))
    verdict.inversions = _inversions(told, calls)


def _until_death(call: Arrival, deaths: Iterable[float]) -> float:
    """From a call to the next death of its sender, in seconds; infinite when it lived on."""
    return min((death - call.at_ns / 1e9 for death in deaths if death >= call.at_ns / 1e9), default=float("inf"))


def _inversions(told: Mapping[str, Place], calls: Mapping[tuple[str, int], Sequence[Arrival]]) -> int:
    """Steps back in the order of first arrivals, of one award at one endpoint."""
    chains: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for (event, number), same in calls.items():
        chains[told[event].award, number].append((same[0].at_ns, told[event].seq))
    ordered = ([sequence for _, sequence in sorted(chain)] for chain in chains.values())
    return sum(later < earlier for chain in ordered for earlier, later in pairwise(chain))


async def judge_store(verdict: Verdict, home: House) -> int:
    """The feed has each message once, the register no hole and a whole chain, nothing is open; the register's head."""
    client = connect(home.site.mongodb_url)
    store = client[f"{home.site.namespace}_notifications"]
    try:
        items = await store["feed_0"].find({}, {"entry": 1, "event": 1, "audience": 1}).to_list(None)
        told = Counter((item["event"], tuple(item["audience"])) for item in items)
        verdict.inbox_items = len(items)
        verdict.double_inbox_items = sum(count - 1 for count in told.values())
        entries = [entry["_id"] for entry in await store["register"].find({}, {"_id": 1}).to_list(None)]
        verdict.register_holes = len(set(range(1, max(entries, default=0) + 1)) - set(entries))
        wanted: dict[str, Any] = {"is_open": True}
        verdict.left_open = await store["deliveries"].count_documents(wanted)
        verdict.left_open += await store["events"].count_documents({"is_planned": False})
        return max(entries, default=0)
    finally:
        disconnect(client)


async def judge_chain(verdict: Verdict, home: House) -> None:
    """Every entry of the register follows from the one before."""
    entries = list[Entry]()
    async with home.store() as store:
        register = MongoRegister(store, now_utc, str)
        while page := await register.entries(len(entries), _PAGE):
            entries += page
    verdict.register_broken = int(first_broken(entries) is not None)


def judge_listeners(verdict: Verdict, head: int, listeners: Sequence[Listener]) -> None:
    """Everybody had every entry once and in order, across all lives."""
    whole = list(range(1, head + 1))
    verdict.listeners = len(listeners)
    for each in listeners:
        verdict.live_gaps += len(set(whole) - set(each.had))
        verdict.live_duplicates += len(each.had) - len(set(each.had)) + (sorted(each.had) != each.had)
        verdict.live_resets += each.resets
        verdict.streams += each.streams
