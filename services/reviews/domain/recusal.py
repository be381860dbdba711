"""Conflicts of interest, computed: who may not vote on a case, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reviews.domain.case import Case

CONTRIBUTED = "contributed"
"""The ground of a member who did the deed, or one that is linked with it."""

DECLARED = "declared"
"""The ground of a member who said so himself."""


@dataclass(frozen=True, slots=True)
class Recused:
    """A member who may not vote on one case. `ground` is the first that applies, in the order of `recusals`."""

    member_ref: str
    ground: str


def recusals(case: Case, member_refs: Sequence[str], related: Mapping[str, str]) -> tuple[Recused, ...]:
    """The members who may not vote on this case. `related` maps a member to the unit that this member heads."""
    return tuple(_recusals(case, member_refs, related))


def _recusals(case: Case, member_refs: Sequence[str], related: Mapping[str, str]) -> Iterator[Recused]:
    for member in member_refs:
        ground = _ground(case, member, related.get(member))
        if ground is not None:
            yield Recused(member, ground)


def _ground(case: Case, member: str, headed_unit: str | None) -> str | None:
    facts = case.facts
    grounds = {
        "subject": member == facts.subject_ref,
        "heads_unit": headed_unit in (*facts.unit_path, facts.unit_id),
        CONTRIBUTED: member in facts.doer_refs,
        "proposed": member == facts.proposer_ref,
        "endorsed": member == facts.endorser_ref,
        "appraised": member in case.appraiser_refs,
    }
    return next((ground for ground, applies in grounds.items() if applies), None)
