"""I11: the audit chain of each aggregate is unbroken and as long as what it told."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts, Thing
from deploy.standalone.reconcile.layout import BY_NAME
from deploy.standalone.reconcile.verdict import Verdict, Violation
from shared.runtime.store.chain import GENESIS, link


def audit(facts: Facts) -> Verdict:
    """What each aggregate keeps follows from its events 1…n, byte for byte. Where one is missing, I4 says so.

    An item of a log tells one event at its birth and has no chain; the register is judged by I7.
    """
    chained = [thing for thing in facts.all_things() if BY_NAME[thing.kind].key == "_id"]
    links = sum(thing.seq for thing in chained)
    broken = (violation for thing in chained for violation in _broken(facts, thing))
    return Verdict.of("I11", "audit", f"{len(chained)} chains of {links} events", broken)


def _broken(facts: Facts, thing: Thing) -> Iterator[Violation]:
    copies = (*facts.told.get((BY_NAME[thing.kind].topic, thing.id), ()), *thing.owed)
    events = {copy.sequence: copy for copy in reversed(copies)}
    if any(number not in events for number in range(1, thing.seq + 1)):
        return
    chain: bytes | None = None
    for number in range(1, thing.seq + 1):
        chain = link(chain or GENESIS, number, events[number].digest)
    if chain != thing.chain:
        what = "it keeps no chain" if thing.chain is None else f"its chain does not follow from its {thing.seq} events"
        yield Violation(f"{thing.kind} {thing.id}", what)
