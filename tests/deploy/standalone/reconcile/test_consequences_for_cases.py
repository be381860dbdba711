"""What must have come of it for cases in sessions and decisions, judged on hand-made facts."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from deploy.standalone.reconcile.facts import Facts, Thing, Told
from deploy.standalone.reconcile.invariants.effect_once import effect_once

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
