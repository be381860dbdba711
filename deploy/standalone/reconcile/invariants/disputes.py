"""What must have come of the news of a deed: its files know who did it, and are held while that is disputed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from deploy.standalone.reconcile.invariants.links import root_of

_DEED = "deed."


@dataclass(frozen=True, slots=True)
class Followed:
    """Things of a kind that follow their deed; `part` of their state says what they know of it.

    `free` are the states in which a disputed deed leaves none of them, `knowing` those in which they know who did it,
    and where they know that too, who did the deeds that are linked with it.
    """

    kind: str
    part: str
    free: frozenset[str]
    knowing: frozenset[str]
    knows_kin: bool = False

    def __call__(self, facts: Facts, event: Told) -> Iterator[str]:
        """Names what disagrees with its deed."""
        deeds = facts.of("deeds")
        concerned = self._concerned(facts, event)
        for thing, known in ((thing, known) for thing in concerned if (known := self._known(thing)).get("deed_id")):
            deed = deeds.get(UUID(known["deed_id"]))
            root = deeds.get(UUID(root_of(deeds, known["deed_id"])))
            is_disputed = root is not None and root.stands == "disputed"
            if (thing.stands in self.free) if is_disputed else thing.is_held_by_itself:
                yield f"{self.kind} {thing.id} is {thing.stands}, its deed is {root.stands if root else 'gone'}"
            if not is_disputed and thing.stood in self.knowing and _refs(deed) != known.get("contributor_refs"):
                yield f"{self.kind} {thing.id} does not know who did its deed"
            if thing.stood in self.knowing and self._misses_kin(deeds, known):
                yield f"{self.kind} {thing.id} does not know who did what is linked with its deed"

    def _concerned(self, facts: Facts, event: Told) -> list[Thing]:
        things = facts.of(self.kind)
        if event.type.startswith(_DEED):
            deeds = facts.of("deeds")
            root = root_of(deeds, str(event.subject))
            return [
                thing
                for thing in things.values()
                if (deed_id := self._known(thing).get("deed_id")) and root_of(deeds, deed_id) == root
            ]
        return [things[event.subject]] if event.subject in things else []

    def _misses_kin(self, deeds: Mapping[UUID, Thing], known: Mapping[str, Any]) -> bool:
        if not self.knows_kin:
            return False
        own, root = known["deed_id"], root_of(deeds, known["deed_id"])
        kin = [deed for deed in deeds.values() if str(deed.id) != own and root_of(deeds, str(deed.id)) == root]
        return {ref for deed in kin for ref in _refs(deed)} != set(known.get("kin_refs", ()))

    def _known(self, thing: Thing) -> Mapping[str, Any]:
        return thing.state.get(self.part) or {}


def _refs(deed: Thing | None) -> list[str]:
    return [] if deed is None else [row["subject_ref"] for row in deed.state["contributors"]]


_IN_HAND = frozenset({"submitted", "screening", "needs_review", "accepted"})

file_follows_deed = Followed("nominations", "deed", _IN_HAND, _IN_HAND | {"in_review"})
case_follows_deed = Followed(
    "cases",
    "facts",
    frozenset({"appraising", "ready", "in_session"}),
    frozenset({"appraising", "consulting", "ready", "in_session", "recommended", "not_recommended"}),
    knows_kin=True,
)
