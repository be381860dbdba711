"""What became of every event: read from the receiver, from the service's logs, and from those who listened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from deploy.bench.notify.awards import Flow
from deploy.bench.notify.house import House
from deploy.bench.notify.receiver import Arrival
from deploy.chaos.notify.listening import Listener
from deploy.chaos.notify.lives import AWARDS, EVENTS, Life
from shared.runtime.store.driver import connect, disconnect

UNDER_WAY_SECONDS: Final = 2.0
"""What arrived so shortly before a death may have been under way: how it ended was not kept."""


@dataclass(slots=True)
class Verdict:
    """What was found wrong, counted, and what is allowed: repeats of calls that were under way at a death.

    Listeners begin with a cursor of a lost history, so each is told once to reset.
    """

    deliveries: int = 0
    lost: int = 0
    repeated: int = 0
    repeated_without_death: int = 0
    inversions: int = 0
    double_inbox_items: int = 0
    inbox_items: int = 0
    register_holes: int = 0
    left_open: int = 0
    live_gaps: int = 0
    live_duplicates: int = 0
    listeners: int = 0
    live_resets: int = 0
    streams: int = 0
    deaths: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.lost, self.repeated_without_death, self.inversions, self.double_inbox_items)
        live = (self.live_gaps, self.live_duplicates, self.live_resets - self.listeners)
        return not any((*wrong, *live, self.register_holes, self.left_open))


def judge_calls(verdict: Verdict, rounds: int, endpoints: int, came: Sequence[Arrival], lives: Sequence[Life]) -> None:
    """Each event of each round at each endpoint: at least once, in order, again only after a death."""
    flows = [Flow(f"round{number}", EVENTS, AWARDS) for number in range(rounds)]
    places = {str(entry.id): (entry.key, entry.seq) for flow in flows for entry in flow.entries()}
    calls: dict[tuple[str, int], list[float]] = defaultdict(list)
    for each in came:
        calls[each.id, each.endpoint].append(each.at_ns / 1e9)
    verdict.deliveries = len(places) * endpoints
    verdict.lost = sum((event, number) not in calls for event in places for number in range(endpoints))
    deaths = [life.ended for life in lives]
    for times in calls.values():
        verdict.repeated += len(times) - 1
        verdict.repeated_without_death += sum(not _was_under_way(before, deaths) for before in times[:-1])
    verdict.inversions = _inversions(places, calls)


def _was_under_way(at: float, deaths: Iterable[float]) -> bool:
    return any(0 <= death - at <= UNDER_WAY_SECONDS for death in deaths)


def _inversions(places: Mapping[str, tuple[str, int]], calls: Mapping[tuple[str, int], Sequence[float]]) -> int:
    """Steps back in the order of first arrivals, of one award at one endpoint."""
    chains: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for (event, number), times in calls.items():
        award, sequence = places[event]
        chains[award, number].append((times[0], sequence))
    ordered = ([sequence for _, sequence in sorted(chain)] for chain in chains.values())
    return sum(later < earlier for chain in ordered for earlier, later in pairwise(chain))


async def judge_store(verdict: Verdict, home: House) -> int:
    """The feed has each message once, the register no hole, and nothing is left open; the register's head."""
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


def judge_listeners(verdict: Verdict, head: int, listeners: Sequence[Listener]) -> None:
    """Everybody had every entry once and in order, across all lives."""
    whole = list(range(1, head + 1))
    verdict.listeners = len(listeners)
    for each in listeners:
        verdict.live_gaps += len(set(whole) - set(each.had))
        verdict.live_duplicates += len(each.had) - len(set(each.had)) + (sorted(each.had) != each.had)
        verdict.live_resets += each.resets
        verdict.streams += each.streams
