"""What the news of deeds says is kept; what is claimed is claimed of the deed that linked deeds stand for."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.reviews.domain.deed import KnownDeed
from services.reviews.domain.facts import Facts
from services.reviews.usecases.ports import Deeds
from shared.contracts.deeds import DeedAttributionDisputed, DeedAttributionResolved, DeedFacts, DeedLinked
from shared.kernel.cause import Cause


async def keep_news(news: DeedFacts, deeds: Deeds, cause: Cause) -> None:
    """Keep what the news says of its deed; what it says nothing of stays known, whichever group hears it first.

    Of a deed to which another was linked its own news say more, if there were any; a link that names nobody of it (they
    did not always) says nothing.
    """
    if isinstance(news, DeedLinked) and news.other_contributor_refs and await deeds.find(news.other_deed_id) is None:
        other = KnownDeed(news.other_deed_id, 0, news.other_contributor_refs)
        await deeds.save(other, emits=[], because_of=cause)
    known = await deeds.find(news.deed_id) or KnownDeed(news.deed_id, 0, ())
    told = replace(
        known,
        contributor_refs=tuple(row.subject_ref for row in news.contributors),
        **_said(news),
    )
    await deeds.save(told, emits=[], because_of=cause)


def _said(news: DeedFacts) -> dict[str, Any]:
    if isinstance(news, DeedLinked):
        return {"linked_to": news.other_deed_id}
    if isinstance(news, DeedAttributionDisputed | DeedAttributionResolved):
        return {"is_disputed": isinstance(news, DeedAttributionDisputed)}
    return {}


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


async def doers_of_linked(deed_id: UUID, deeds: Deeds) -> tuple[str, ...]:
    """Who did the deeds that were found to be the same as this one."""
    same = await with_linked(await root_of(deed_id, deeds), deeds)
    known = [await deeds.find(one) for one in same if one != deed_id]
    return tuple(sorted({ref for deed in known if deed is not None for ref in deed.contributor_refs}))


async def with_linked(deed_id: UUID, deeds: Deeds) -> Collection[UUID]:
    """The deed and all that were found to be the same as it, however far."""
    found: set[UUID] = set()
    fresh = {deed_id}
    while fresh:
        found |= fresh
        fresh = {*await deeds.linked_to(fresh)} - found
    return found
