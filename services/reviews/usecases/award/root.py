"""The deed that linked deeds stand for: what is claimed is claimed of it."""

from collections.abc import Collection
from uuid import UUID

from services.reviews.domain.facts import Facts
from services.reviews.usecases.ports import Deeds


async def claim_of(facts: Facts, deeds: Deeds) -> str:
    """What only one live award may hold, whichever of the linked deeds the file is about."""
    if facts.deed_id is None:
        return facts.claim
    return facts.claim_on(await root_of(facts.deed_id, deeds))


async def root_of(deed_id: UUID, deeds: Deeds) -> UUID:
    """The deed at the end of the links; of deeds that were linked in a ring at one time, the one of the least id."""
    way = [deed_id]
    while True:
        deed = await deeds.find(way[-1])
        if deed is None or deed.linked_to is None:
            return way[-1]
        if deed.linked_to in way:
            return min(way[way.index(deed.linked_to) :])
        way.append(deed.linked_to)


async def with_linked(deed_id: UUID, deeds: Deeds) -> Collection[UUID]:
    """The deed and all that were found to be the same as it, however far."""
    found: set[UUID] = set()
    fresh = {deed_id}
    while fresh:
        found |= fresh
        fresh = {*await deeds.linked_to(fresh)} - found
    return found
