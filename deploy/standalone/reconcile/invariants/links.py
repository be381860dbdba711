"""Deeds that were found to be one are claimed as one."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from services.reviews.domain.finding import double_finding_id


def root_of(deeds: Mapping[UUID, Thing], deed_id: str) -> str:
    """The deed at the end of the links; of a ring the one of the least id."""
    way = [deed_id]
    while True:
        deed = deeds.get(UUID(way[-1]))
        after = deed.state.get("linked_to") if deed is not None else None
        if after is None:
            return way[-1]
        if after in way:
            return str(min(map(UUID, way[way.index(after) :])))
        way.append(after)


def is_known_double(facts: Facts, award: Thing, other: Thing) -> bool:
    """Whether it was found that both stand for one deed."""
    return double_finding_id(award.id, other.id) in facts.of("findings")


def is_excused(facts: Facts, award: Thing) -> bool:
    """Whether it was found that it is one too many, so that another may hold its claim."""
    others = (other for other in facts.of("awards").values() if other is not award and other.state["live"])
    return any(is_known_double(facts, award, other) for other in others)


def claims_agree(facts: Facts, event: Told) -> Iterator[str]:
    """A live award claims the deed at the end of the links, or is known to be one too many."""
    awards = facts.of("awards")
    found = [awards[event.subject]] if event.subject in awards else []
    if event.type.startswith("deed."):
        found = [award for award in awards.values() if award.state["facts"].get("deed_id") == str(event.subject)]
    for award in found:
        deed_id = award.state["facts"].get("deed_id")
        if not award.state["live"] or deed_id is None:
            continue
        claim = f"{root_of(facts.of('deeds'), deed_id)}:{award.state['facts']['subject_ref']}"
        if award.state["claim"] != claim and not is_excused(facts, award):
            yield f"award {award.id} claims {award.state['claim']}, not {claim}"
