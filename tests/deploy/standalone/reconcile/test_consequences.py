"""What must have come of an event, judged on hand-made facts: such a loss leaves no other trace."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.standalone.reconcile.facts import Facts, Shown, Thing, Told
from deploy.standalone.reconcile.invariants.consequences import CONSEQUENCES
from deploy.standalone.reconcile.invariants.effect_once import effect_once
from deploy.standalone.reconcile.reading.world import wanted_types
from services.nominations.domain.exemplar import exemplar_id_of
from services.nominations.domain.report import Period
from services.reviews.domain.finding import late_finding_id

CASE, SESSION, DECISION, AWARD = uuid4(), uuid4(), uuid4(), uuid4()


GRANTED = Told(uuid4(), "award.granted", "awards.v1", AWARD, 2, uuid4(), b"", {"case_id": CASE})


@pytest.mark.parametrize(("late", "found"), [(True, False), (True, True), (False, False)])
def test_an_award_that_came_late_is_found(late: bool, found: bool) -> None:
    finding = Thing("findings", late_finding_id(AWARD), 1, {"state": "raised"})
    facts = Facts(
        things={
            "awards": {AWARD: Thing("awards", AWARD, 2, {"state": "published", "grant": {"late": late}})},
            "findings": {finding.id: finding} if found else {},
        },
        told={(GRANTED.topic, GRANTED.subject): (GRANTED,)},
        wanted={"reviews.findings": frozenset({GRANTED.type})},
    )
    missing = [violation.what for violation in effect_once(facts).violations]
    assert missing == ([f"after award.granted: that award {AWARD} came late was not found"] if late > found else [])


@pytest.mark.parametrize(
    ("movement", "live", "is_counted", "wrong"),
    [
        (None, True, False, ""),
        (SESSION, True, True, ""),
        (SESSION, True, False, "do not count"),
        (SESSION, False, True, "still count"),
        (None, True, True, "still count"),
    ],
)
def test_an_award_counts_for_the_movement_that_was_told_with_it(
    movement: UUID | None, *, live: bool, is_counted: bool, wrong: str
) -> None:
    granted = replace(GRANTED, names={"case_id": CASE, "movement_id": movement})
    state = {"state": "published", "live": live, "facts": {"movement_id": str(SESSION)}}
    facts = Facts(
        things={"awards": {AWARD: Thing("awards", AWARD, 2, state)}},
        told={(granted.topic, granted.subject): (granted,)},
        shown=Shown(formal=frozenset({AWARD} if is_counted else ())),
        wanted={"reviews.formalities": frozenset({granted.type})},
    )
    missing = [f"after award.granted: figures of formalism {wrong} award {AWARD}"] if wrong else []
    assert [violation.what for violation in effect_once(facts).violations] == missing


REPORTED = Told(uuid4(), "results.reported", "results.v1", CASE, 1, uuid4(), b"")
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize("is_found", [True, False])
def test_what_a_rule_sees_in_a_figure_is_detected(*, is_found: bool) -> None:
    days = {"first": "2026-07-01", "last": "2026-09-30"}
    state = {"signs": [{"rule_id": "R-1"}], "subject_ref": "CHV-118", "period": days}
    exemplar = Thing("exemplars", exemplar_id_of("R-1", "CHV-118", QUARTER), 1, {"state": "detected"})
    facts = Facts(
        things={
            "results": {CASE: Thing("results", CASE, 1, state)},
            "exemplars": {exemplar.id: exemplar} if is_found else {},
        },
        told={(REPORTED.topic, REPORTED.subject): (REPORTED,)},
        wanted={"nominations.exemplars": frozenset({REPORTED.type})},
    )
    missing = [] if is_found else [f"after results.reported: what R-1 sees in result {CASE} was not detected"]
    assert [violation.what for violation in effect_once(facts).violations] == missing


@pytest.mark.parametrize(
    ("stands", "rewarded", "is_missing"),
    [("confirmed", "CHV-118", True), ("confirmed", "CB-0412", False), ("recognised", "CHV-118", False)],
)
def test_an_exemplar_whose_deed_was_rewarded_is_recognised(stands: str, rewarded: str, *, is_missing: bool) -> None:
    exemplar, deed = uuid4(), uuid4()
    facts = Facts(
        things={
            "awards": {AWARD: Thing("awards", AWARD, 2, {"facts": {"deed_id": str(deed), "subject_ref": rewarded}})},
            "deeds": {deed: Thing("deeds", deed, 1, {"state": "registered", "exemplar_id": str(exemplar)})},
            "exemplars": {exemplar: Thing("exemplars", exemplar, 2, {"state": stands, "subject_ref": "CHV-118"})},
        },
        told={(GRANTED.topic, GRANTED.subject): (GRANTED,)},
        wanted={"nominations.exemplars": frozenset({GRANTED.type})},
    )
    missing = [f"after award.granted: exemplar {exemplar} is not recognised"] if is_missing else []
    assert [violation.what for violation in effect_once(facts).violations] == missing


COMPLAINT = uuid4()


def about(kind: str, thing: UUID, verb: str) -> Told:
    named = {"about": kind, "about_id": thing}
    return Told(uuid4(), f"complaint.{verb}", "supervision.v1", COMPLAINT, 2, uuid4(), b"", named)


@pytest.mark.parametrize(
    ("stands", "case_stands", "noted", "missing"),
    [
        ("verifying", "ready", False, True),
        ("verifying", "on_hold", True, False),
        ("verifying", "granted", False, False),
        ("rejected", "ready", False, False),
    ],
)
def test_a_case_knows_of_the_complaint_that_is_verified(
    stands: str, case_stands: str, *, noted: bool, missing: bool
) -> None:
    kept = Thing("cases", CASE, 3, {"state": case_stands, "complaints": [str(COMPLAINT)] if noted else []})
    what = [f"after complaint.accepted: cases {CASE} does not know of complaint {COMPLAINT}"] if missing else []
    assert complained(about("case", CASE, "accepted"), "reviews.cases", kept, stands) == what


@pytest.mark.parametrize(("noted", "live"), [(True, True), (False, True), (False, False)])
def test_an_award_is_examined_while_a_complaint_is_verified_and_not_afterwards(*, noted: bool, live: bool) -> None:
    state = {"state": "published", "live": live, "examined_for": [str(COMPLAINT)] if noted else []}
    kept = Thing("awards", AWARD, 3, state)
    unknown = f"after complaint.accepted: awards {AWARD} does not know of complaint {COMPLAINT}"
    waits = f"after complaint.resolved: awards {AWARD} still waits for complaint {COMPLAINT}"
    found = complained(about("award", AWARD, "accepted"), "reviews.awards", kept, "verifying")
    assert found == ([unknown] if live and not noted else [])
    found = complained(about("award", AWARD, "resolved"), "reviews.awards", kept, "upheld")
    assert found == ([waits] if noted else [])


@pytest.mark.parametrize("noted", [True, False])
def test_an_award_that_a_case_has_become_is_examined_for_the_complaint_about_the_case(*, noted: bool) -> None:
    case = Thing("cases", CASE, 9, {"state": "granted", "complaints": []})
    examined_for = [str(COMPLAINT)] if noted else []
    award = Thing(
        "awards", AWARD, 3, {"state": "granted", "live": True, "case_id": str(CASE), "examined_for": examined_for}
    )
    unknown = f"after complaint.accepted: awards {AWARD} does not know of complaint {COMPLAINT}"
    waits = f"after complaint.resolved: awards {AWARD} still waits for complaint {COMPLAINT}"
    found = complained(about("case", CASE, "accepted"), "reviews.cases", case, "verifying", award)
    assert found == ([] if noted else [unknown])
    found = complained(about("case", CASE, "resolved"), "reviews.cases", case, "rejected", award)
    assert found == ([waits] if noted else [])


def complained(event: Told, group: str, kept: Thing, stands: str, *more: Thing) -> list[str]:
    complaint = Thing("complaints", COMPLAINT, 2, {"state": stands})
    facts = Facts(
        things={**{one.kind: {one.id: one} for one in (kept, *more)}, "complaints": {COMPLAINT: complaint}},
        told={(event.topic, event.subject): (event,)},
        wanted={group: frozenset({event.type})},
    )
    return [violation.what for violation in effect_once(facts).violations]


RELEASED = Told(uuid4(), "nomination.released", "nominations.v1", CASE, 5, uuid4(), b"")


@pytest.mark.parametrize(
    ("stands", "seq", "waits"),
    [("accepted", 5, True), ("accepted", 6, False), ("in_review", 6, False), ("screening", 5, False)],
)
def test_a_file_that_was_released_as_accepted_does_not_wait(stands: str, seq: int, *, waits: bool) -> None:
    facts = Facts(
        things={"nominations": {CASE: Thing("nominations", CASE, seq, {"state": stands})}},
        told={(RELEASED.topic, RELEASED.subject): (RELEASED,)},
        wanted={"nominations.flow": frozenset({RELEASED.type})},
    )
    what = [f"after nomination.released: nominations {CASE} is accepted"] if waits else []
    assert [violation.what for violation in effect_once(facts).violations] == what


@pytest.mark.parametrize(
    ("case", "file", "what"),
    [
        ("on_hold", {"state": "returned"}, "is returned, its case is held"),
        ("on_hold", {"state": "on_hold", "held_with_case": True}, None),
        ("on_hold", {"state": "in_review"}, None),
        ("opened", {"state": "on_hold", "held_with_case": True}, "is held with its case, which is opened"),
        ("opened", {"state": "on_hold", "held_with_case": False}, None),
    ],
)
@pytest.mark.parametrize("verb", ["held", "released"])
def test_a_file_stands_still_while_its_case_does(case: str, file: Any, what: str | None, verb: str) -> None:
    event = Told(uuid4(), f"review.{verb}", "reviews.v1", CASE, 3, uuid4(), b"")
    facts = Facts(
        things={
            "cases": {CASE: Thing("cases", CASE, 3, {"state": case})},
            "nominations": {CASE: Thing("nominations", CASE, 4, file)},
        },
        told={(event.topic, event.subject): (event,)},
        wanted={"nominations.reviews": frozenset({event.type})},
    )
    found = [violation.what for violation in effect_once(facts).violations]
    assert found == ([f"after review.{verb}: nomination {CASE} {what}"] if what else [])


DEED, TWIN = uuid4(), uuid4()
RESOLVED = Told(uuid4(), "deed.attribution_resolved", "deeds.v1", DEED, 3, uuid4(), b"")


@pytest.mark.parametrize(
    ("deed", "file", "missing"),
    [
        ("disputed", {"state": "screening"}, "is screening, its deed is disputed"),
        ("disputed", {"state": "on_hold", "held": {"before": "screening", "by_itself": True}}, None),
        ("registered", {"state": "on_hold", "held": {"before": "screening", "by_itself": True}}, "is on_hold"),
        ("registered", {"state": "screening"}, None),
        ("registered", {"state": "screening", "deed": ["CB-0611"]}, "does not know who did its deed"),
        ("registered", {"state": "returned", "deed": ["CB-0611"]}, None),
    ],
)
def test_a_file_agrees_with_its_deed_and_what_that_is_linked_to(deed: str, file: Any, missing: str | None) -> None:
    rows = [{"subject_ref": "CB-0412"}]
    known = {"deed_id": str(TWIN), "contributor_refs": file.get("deed", ["CB-0412"])}
    facts = Facts(
        things={
            "deeds": {
                DEED: Thing("deeds", DEED, 3, {"state": deed, "contributors": rows}),
                TWIN: Thing("deeds", TWIN, 2, {"state": "linked", "linked_to": str(DEED), "contributors": rows}),
            },
            "nominations": {CASE: Thing("nominations", CASE, 2, {**file, "deed": known})},
        },
        told={(RESOLVED.topic, RESOLVED.subject): (RESOLVED,)},
        wanted={"nominations.disputes": frozenset({RESOLVED.type})},
    )
    found = [violation.what for violation in effect_once(facts).violations]
    assert [missing in one for one in found if missing] == [True] * bool(missing)
    assert bool(found) is bool(missing)


def test_every_event_that_a_group_acts_on_has_its_consequence() -> None:
    acting = {group: types for group, types in wanted_types().items() if group.startswith(("nominations.", "reviews."))}
    pairs = {(group, event) for group, types in acting.items() for event in types}
    assert pairs == {(one.group, one.event) for one in CONSEQUENCES}


SENT = Told(uuid4(), "submission.sent", "nominations.v1", DECISION, 1, uuid4(), b"")


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [
        ("submitted", "submitted", None),
        ("refused", "draft", None),
        (None, "draft", f"nomination {CASE} has no answer in submission {DECISION}"),
        ("submitted", "draft", f"nomination {CASE} was not submitted by submission {DECISION}"),
    ],
)
def test_every_row_of_a_submission_is_answered(outcome: str | None, state: str, said: str | None) -> None:
    rows = [{"nomination_id": str(CASE), "outcome": outcome}]
    facts = Facts(
        things={
            "submissions": {DECISION: Thing("submissions", DECISION, 1, {"state": "sent", "rows": rows})},
            "nominations": {CASE: Thing("nominations", CASE, 1, {"state": state})},
        },
        told={(SENT.topic, SENT.subject): (SENT,)},
        wanted={"nominations.flow": frozenset({SENT.type})},
    )
    missing = [violation.what for violation in effect_once(facts).violations]
    assert missing == ([f"after submission.sent: {said}"] if said else [])
