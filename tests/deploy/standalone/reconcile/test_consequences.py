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
CONVENED = Told(uuid4(), "council.convened", "reviews.v1", SESSION, 1, uuid4(), b"", {"case_ids": (CASE,)})
ADJOURNED = Told(uuid4(), "council.adjourned", "reviews.v1", SESSION, 2, uuid4(), b"", {"case_ids": (CASE,)})
VOTED = Told(uuid4(), "council.vote_closed", "reviews.v1", SESSION, 3, uuid4(), b"", {"case_ids": (CASE,)})
RETURNED = Told(uuid4(), "decision.returned", "awards.v1", DECISION, 2, uuid4(), b"", {"case_ids": (CASE,)})
FREED = Told(uuid4(), "award.freed", "awards.v1", AWARD, 1, uuid4(), b"", {"case_id": CASE, "decision_id": DECISION})


def case(state: str, *sessions: UUID, decision: UUID | None = None) -> Thing:
    seats = [str(one) for one in sessions]
    named = {
        "session_id": next(iter(seats), None),
        "other_session_ids": seats[1:],
        "decision_id": str(decision) if decision else None,
    }
    return Thing("cases", CASE, 1, {"state": state, **named})


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


def complained(event: Told, group: str, kept: Thing, stands: str) -> list[str]:
    complaint = Thing("complaints", COMPLAINT, 2, {"state": stands})
    facts = Facts(
        things={kept.kind: {kept.id: kept}, "complaints": {COMPLAINT: complaint}},
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


def test_a_held_case_owes_what_the_state_owes_to_which_it_returns() -> None:
    held = Thing("cases", CASE, 1, {**case("in_session", SESSION).state, "state": "on_hold"})
    waiting = replace(held, state={**held.state, "held": {"before": "in_session"}})
    assert said(VOTED, waiting, session="voting_closed") == [
        f"after council.vote_closed: case {CASE} still waits for the vote"
    ]
    voted = replace(held, state={**held.state, "held": {"before": "recommended"}})
    assert said(VOTED, voted, session="voting_closed") == []


def said(event: Told, kept: Thing, *, session: str = "convened") -> list[str]:
    things = {"cases": {CASE: kept}, "sessions": {SESSION: Thing("sessions", SESSION, 1, {"state": session})}}
    facts = Facts(
        things=things, told={(event.topic, event.subject): (event,)}, wanted={"reviews.cases": frozenset({event.type})}
    )
    return [violation.what for violation in effect_once(facts).violations]


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


@pytest.mark.parametrize("session", ["convened", "voting_open", "voting_closed"])
@pytest.mark.parametrize("kept", [case("ready"), case("in_session", uuid4())], ids=["ready", "in another session"])
def test_a_case_whose_session_was_convened_is_seated_in_it(kept: Thing, session: str) -> None:
    what = f"after council.convened: case {CASE} is not seated in the session"
    assert said(CONVENED, kept, session=session) == [what]


@pytest.mark.parametrize(
    ("kept", "session"),
    [
        (case("in_session", SESSION), "convened"),
        (case("in_session", uuid4(), SESSION), "convened"),
        (case("recommended", uuid4()), "convened"),
        (case("withdrawn"), "convened"),
        (case("ready"), "adjourned"),
    ],
    ids=["seated", "waits behind another", "voted on in another", "ended", "its session was adjourned"],
)
def test_a_case_that_need_not_be_seated_is_left_alone(kept: Thing, session: str) -> None:
    assert said(CONVENED, kept, session=session) == []


@pytest.mark.parametrize("kept", [case("ready"), case("in_session", SESSION)], ids=["ready", "in session"])
def test_a_case_that_was_voted_on_waits_for_no_vote(kept: Thing) -> None:
    assert said(VOTED, kept, session="voting_closed") == [
        f"after council.vote_closed: case {CASE} still waits for the vote"
    ]
    assert said(VOTED, case("not_recommended", SESSION), session="voting_closed") == []


@pytest.mark.parametrize("sessions", [(SESSION,), (uuid4(), SESSION)], ids=["its only one", "a later one"])
def test_a_case_does_not_wait_for_a_session_that_was_adjourned(sessions: tuple[UUID, ...]) -> None:
    assert said(ADJOURNED, case("in_session", *sessions), session="adjourned") == [
        f"after council.adjourned: case {CASE} still waits for the session"
    ]
    assert said(ADJOURNED, case("in_session", uuid4()), session="adjourned") == []


def test_a_case_does_not_wait_for_a_session_that_struck_it() -> None:
    struck = replace(ADJOURNED, type="council.case_struck", names={"case_ids": (), "struck_ids": (CASE,)})
    what = f"after council.case_struck: case {CASE} still waits for the session"
    assert said(struck, case("in_session", SESSION)) == [what]
    assert said(struck, case("ready")) == []


@pytest.mark.parametrize("event", [RETURNED, FREED], ids=["returned", "freed"])
def test_a_case_does_not_wait_for_a_decision_that_let_it_go(event: Told) -> None:
    what = f"after {event.type}: case {CASE} still waits for the decision"
    assert said(event, case("awaiting_decision", decision=DECISION)) == [what]
    assert said(event, case("awaiting_decision", decision=uuid4())) == []
    assert said(event, case("recommended")) == []
    assert said(event, case("withdrawn", decision=DECISION)) == []


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


ASKED = Told(uuid4(), "review.withdrawal_requested", "reviews.v1", CASE, 4, uuid4(), b"")


@pytest.mark.parametrize(
    ("stands", "drafted", "missing"),
    [
        ("withdrawn", "freed", None),
        ("awaiting_decision", "granted", None),
        ("awaiting_decision", "freed", "still waits for its withdrawal"),
        ("withdrawn", "reserved", "still names case"),
    ],
)
def test_a_withdrawal_is_answered_and_no_draft_goes_on_with_it(stands: str, drafted: str, missing: str | None) -> None:
    state = "signed" if drafted == "granted" else "drafted"
    rows = [{"case_id": str(CASE), "outcome": drafted}]
    facts = Facts(
        things={
            "cases": {CASE: case(stands)},
            "decisions": {DECISION: Thing("decisions", DECISION, 2, {"state": state, "rows": rows})},
        },
        told={(ASKED.topic, ASKED.subject): (ASKED,)},
        wanted={"reviews.cases": frozenset({ASKED.type})},
    )
    found = [violation.what for violation in effect_once(facts).violations]
    assert [missing in what for what in found if missing is not None] == ([] if missing is None else [True])
    assert bool(found) is (missing is not None)


@pytest.mark.parametrize("ended", ["withdrawn", "returned"])
@pytest.mark.parametrize(("stands", "is_missing"), [("voting_open", True), ("voting_closed", False)])
def test_a_session_goes_on_without_a_case_that_left(stands: str, ended: str, *, is_missing: bool) -> None:
    session = Thing("sessions", SESSION, 3, {"state": stands, "votes": [{"case_id": str(CASE)}]})
    facts = Facts(
        things={"cases": {CASE: case(ended)}, "sessions": {SESSION: session}},
        told={(CONVENED.topic, CONVENED.subject): (CONVENED,)},
        wanted={"reviews.sessions": frozenset({CONVENED.type})},
    )
    found = [violation.what for violation in effect_once(facts).violations]
    what = f"after {CONVENED.type}: session {SESSION} still has a case that left"
    assert found == ([what] if is_missing else [])
