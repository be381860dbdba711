"""I9: nominations neither vanish nor multiply on their way, and one deed is commended once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.standalone.reconcile.facts import Facts, Thing
from deploy.standalone.reconcile.invariants.links import is_excused, is_known_double, root_of
from deploy.standalone.reconcile.invariants.voices import voices
from deploy.standalone.reconcile.layout import BY_NAME, ENDED_AWARDS
from deploy.standalone.reconcile.verdict import Verdict, Violation

_GRANTED = "granted"
_AFTER_REVIEW = frozenset({"in_review", "granted", "not_granted"})


def conservation(facts: Facts) -> Verdict:
    """Nominations are open or in a final state; each one in review has its case and agrees with it and its award.

    A subject has one live award for a deed, and one of an annual form for a year, whatever claims say.
    """
    nominations, finals = facts.of("nominations"), BY_NAME["nominations"].finals
    ended = Counter(thing.stands for thing in nominations.values() if thing.stands in finals)
    still = len(nominations) - sum(ended.values())
    sums = "".join(f" + {ended[state]} {state}" for state in sorted(ended))
    counted = f"{len(nominations)} nominations = {still} open{sums}"
    found = [*_states(facts), *_cases(facts), *_awards(facts), *_numbers(facts), *voices(facts)]
    return Verdict.of("I9", "conservation", counted, found)


def _states(facts: Facts) -> Iterator[Violation]:
    for thing in facts.all_things():
        if thing.stands not in BY_NAME[thing.kind].states:
            yield Violation(f"{thing.kind} {thing.id}", f"it is {thing.stands!r}, which is no state")


def _cases(facts: Facts) -> Iterator[Violation]:
    nominations, cases = facts.of("nominations"), facts.of("cases")
    for nomination in nominations.values():
        if nomination.stands in _AFTER_REVIEW and nomination.id not in cases:
            yield Violation(f"nominations {nomination.id}", f"it is {nomination.stands} and has no case")
    for case in cases.values():
        file = nominations.get(case.id)
        if file is None:
            yield Violation(f"cases {case.id}", "it has no nomination")
        elif (case.stands == _GRANTED) != (file.stands == _GRANTED):
            yield Violation(f"cases {case.id}", f"it is {case.stands}, its nomination is {file.stands}")


def _awards(facts: Facts) -> Iterator[Violation]:
    holders: dict[tuple[str, ...], Thing] = {}
    for award in facts.of("awards").values():
        if award.state["live"] == (award.stands in ENDED_AWARDS):
            yield Violation(f"awards {award.id}", f"it is {award.stands} and live: {award.state['live']}")
        if not award.state["live"]:
            continue
        claim = _claim(facts, award.state["facts"])
        if award.state["claim"] != ":".join(claim) and not is_excused(facts, award):
            yield Violation(f"awards {award.id}", f"it is {award.stands} and claims {award.state['claim']}")
        other = holders.setdefault(claim, award)
        if other is not award and not is_known_double(facts, award, other):
            what = f"{' of '.join(claim)} has another live award {other.id}"
            yield Violation(f"awards {award.id}", what, is_repeat=True)


def _claim(facts: Facts, file: Mapping[str, Any]) -> tuple[str, ...]:
    """What it commends: the deed of a subject, whichever of those that are linked, or a year by an annual form."""
    if file.get("deed_id") is None:
        return str(file.get("year")), file["subject_ref"], file["form_code"]
    return root_of(facts.of("deeds"), file["deed_id"]), file["subject_ref"]


def _numbers(facts: Facts) -> Iterator[Violation]:
    numbers = Counter(str(thing.state["number"]) for thing in facts.of("nominations").values())
    for number, count in numbers.items():
        if count > 1:
            yield Violation(f"number {number}", f"{count} nominations have it")
