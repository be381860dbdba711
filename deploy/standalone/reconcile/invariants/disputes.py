"""What must have come of a dispute about a deed: its files are held while it is open, and no longer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts, Thing, Told

_DEED = "deed."


@dataclass(frozen=True, slots=True)
class Followed:
    """Things of a kind that follow their deed; `free` are the states in which a disputed deed leaves none of them."""

    kind: str
    deed_of: Callable[[Thing], str | None]
    free: frozenset[str]

    def __call__(self, facts: Facts, event: Told) -> Iterator[str]:
        """Names what disagrees with its deed."""
        for thing in self._concerned(facts, event):
            deed_id = self.deed_of(thing)
            deed = facts.of("deeds").get(UUID(deed_id)) if deed_id else None
            is_disputed = deed is not None and deed.stands == "disputed"
            if (thing.stands in self.free) if is_disputed else thing.is_held_by_itself:
                yield f"{self.kind} {thing.id} is {thing.stands}, its deed is {deed.stands if deed else 'gone'}"

    def _concerned(self, facts: Facts, event: Told) -> list[Thing]:
        things = facts.of(self.kind)
        if event.type.startswith(_DEED):
            return [thing for thing in things.values() if self.deed_of(thing) == str(event.subject)]
        return [things[event.subject]] if event.subject in things else []


file_follows_deed = Followed(
    "nominations",
    lambda file: (file.state.get("deed") or {}).get("deed_id"),
    frozenset({"submitted", "screening", "needs_review", "accepted"}),
)
case_follows_deed = Followed(
    "cases",
    lambda case: (case.state.get("facts") or {}).get("deed_id"),
    frozenset({"appraising", "ready", "in_session"}),
)
