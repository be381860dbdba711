"""What people say leaves little behind: paper ballots, comments and alarms are judged on hand-made facts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.standalone.addresses import Addresses
from deploy.standalone.playing.asking import Answer, Requests, Wish
from deploy.standalone.reconcile.facts import Facts, Handled, Thing, Told
from deploy.standalone.reconcile.history import Command, Outcome, history_of, read_history, write_history
from deploy.standalone.reconcile.invariants.ballots import ballots
from deploy.standalone.reconcile.invariants.conservation import conservation
from deploy.standalone.reconcile.invariants.durable import CAST, CAST_WRITTEN, durable
from deploy.standalone.reconcile.invariants.effect_once import effect_once
from deploy.standalone.reconcile.invariants.no_phantom import no_phantom
from deploy.standalone.reconcile.recording import Recorder
from deploy.standalone.reconcile.verdict import Verdict
from services.reviews.domain.ballot import Ballot, Choice, Vote
from services.reviews.domain.session import Session, SessionState
from shared.kernel.voting import VoteRule

SESSION, CASE, ASKED, SECRETARY = uuid4(), uuid4(), uuid4(), "TK-01"
MEMBERS = ("HD-01", "HD-02")
VOTE = Vote(
    case_id=CASE,
    case_number="1/2026",
    rule=VoteRule("all", Fraction(1, 2), Fraction(1, 2), secret=True, absentee="written"),
    member_refs=MEMBERS,
    recused=(),
    participation=MEMBERS,
    ballots=(Ballot("a", Choice.YES), Ballot("b", Choice.NO)),
    written=("HD-02",),
)


def said(verdict: Verdict) -> list[str]:
    return [violation.what for violation in verdict.violations]


def given(person: str, do: str = CAST, member: str = "") -> Command:
    key = f"{do}/{person}/{member}"
    return Command(person, do, key, Outcome.ACKNOWLEDGED, (str(SESSION),), about=str(CASE), member=member)


def session(vote: Vote) -> Session:
    council = ("1", "HD-BTP", "BTP", "HD-01", MEMBERS, datetime(2026, 10, 8, tzinfo=UTC))
    return Session(SESSION, 1, SessionState.VOTING_OPEN, *council, votes=(vote,))


def voted(vote: Vote, *commands: Command) -> Facts:
    return Facts(sessions=[session(vote)], history=history_of(commands))


ELECTRONIC, PAPER = given("HD-01"), given(SECRETARY, CAST_WRITTEN, "HD-02")


def test_a_paper_that_was_acknowledged_is_among_those_who_took_part() -> None:
    assert said(durable(voted(VOTE, ELECTRONIC, PAPER))) == []
    lost = durable(voted(VOTE, ELECTRONIC, PAPER, given(SECRETARY, CAST_WRITTEN, "HD-04")))
    assert [what.split(" was ")[0] for what in said(lost)] == ["cast_written cast_written/TK-01/HD-04 by TK-01"]


def test_nobody_takes_part_by_a_paper_that_was_never_entered() -> None:
    assert said(no_phantom(voted(VOTE, ELECTRONIC, PAPER))) == []
    assert said(no_phantom(voted(VOTE, ELECTRONIC, given("HD-02")))) == ["HD-02's paper was never entered"]
    both = replace(VOTE, written=())
    assert said(no_phantom(voted(both, ELECTRONIC, PAPER))) == ["HD-02 never voted and took part"]
    assert said(no_phantom(voted(both, ELECTRONIC, PAPER, given("HD-02")))) == [], "one of two ways counts"


def test_no_inbox_knows_whose_paper_was_entered() -> None:
    handled = Thing("sessions", SESSION, 1, {"state": "voting_open"}, (Handled(PAPER.cause, "hash"),))
    facts = replace(voted(VOTE, ELECTRONIC, PAPER), things={"sessions": {SESSION: handled}})
    assert said(ballots(facts)) == ["the inbox knows that HD-02 cast a ballot"]


def test_a_history_keeps_whose_paper_it_was(tmp_path: Path) -> None:
    history = history_of([PAPER])
    write_history(tmp_path / "history.jsonl", history)
    assert read_history(tmp_path / "history.jsonl") == history


@pytest.mark.parametrize(
    ("wish", "answer", "noted"),
    [
        (
            Wish(SECRETARY, CAST_WRITTEN, {"id": SESSION, "case_id": CASE, "member": "HD-02"}, "k"),
            Answer(409, {"code": "MEMBER_VOTED"}, 1.0),
            (Outcome.ACKNOWLEDGED, (str(SESSION),), "HD-02"),
        ),
        (
            Wish("CD-01", "comment", {"id": ASKED}, "k"),
            Answer(201, {"id": str(CASE)}, 1.0),
            (Outcome.ACKNOWLEDGED, (str(ASKED),), "CD-01"),
        ),
    ],
    ids=["paper that was entered before", "a comment, kept by its consultation"],
)
async def test_what_is_noted_names_who_keeps_it(wish: Wish, answer: Answer, noted: tuple[object, ...]) -> None:
    async with httpx.AsyncClient() as client:
        recorder = Recorder.of(Requests.to(Addresses(*[""] * 7), client))
    recorder.note(wish, answer)
    (command,) = recorder.history().commands.values()
    assert (command.outcome, command.things, command.voter) == noted


def asked(*comments: tuple[str, bool]) -> Thing:
    kept = [{"id": uuid4(), "side": side, **({"answer": {}} if answered else {})} for side, answered in comments]
    return Thing("consultations", ASKED, 2, {"state": "window_closed", "case_id": CASE, "comments": kept})


def event(kind: str, sequence: int, **names: object) -> Told:
    return Told(uuid4(), kind, "reviews.v1", ASKED, sequence, uuid4(), b"", names, 0, sequence)


CLOSED = event("consultation.closed", 2, in_favour=1, against=1, other=0, unanswered=1)
ANSWERED = event("consultation.answered", 3)


def heard(thing: Thing, *events: Told) -> list[str]:
    facts = Facts(things={"consultations": {ASKED: thing}}, told={("reviews.v1", ASKED): events})
    return said(conservation(facts))


def test_as_many_spoke_as_was_told() -> None:
    assert heard(asked(("for", True), ("against", False)), CLOSED) == []
    assert heard(asked(("against", False)), CLOSED) == ["0 spoke in_favour, told were 1"]
    assert heard(asked(("for", True), ("against", False), ("other", True)), CLOSED) == ["1 spoke other, told were 0"]
    assert heard(asked(("other", False))) == [], "nothing is told before it closes"


def test_a_comment_is_kept_once() -> None:
    thing = asked(("for", True), ("against", False))
    one = thing.state["comments"][0]
    twice = replace(thing, state={**thing.state, "comments": [one, one]})
    assert "a comment is kept twice" in heard(twice, CLOSED)


def test_it_is_told_that_all_are_answered_when_they_are() -> None:
    done = asked(("for", True), ("against", True))
    assert heard(done, CLOSED, ANSWERED) == []
    assert heard(done, CLOSED) == [
        "0 comments wait for their answer, of 1 when it closed; that it is answered was told: False"
    ]
    assert heard(asked(("for", True), ("against", False)), CLOSED, ANSWERED) == [
        "1 comments wait for their answer, of 1 when it closed; that it is answered was told: True"
    ]


def late(sequence: int, *, legal: bool = False, kind: str = "review.deadline_breached") -> Told:
    return event(kind, sequence, step="decide", due_on=date(2026, 10, 8), legal=legal)


def test_the_same_alarm_is_said_once_until_something_happens() -> None:
    def alarms(*events: Told) -> list[bool]:
        return [one.is_repeat for one in effect_once(Facts(told={("reviews.v1", ASKED): events})).violations]

    near = late(1, kind="review.deadline_approaching")
    assert alarms(near, late(2), late(3, legal=True)) == []
    assert alarms(late(2), late(3)) == [True]
    copy = replace(late(2), offset=9)
    assert alarms(late(2), event("review.held", 3), event("review.released", 4), late(5)) == [], "a day that came anew"
    assert alarms(copy, copy) == [], "the relay may repeat a record"
