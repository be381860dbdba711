"""What must hold of reviews at every moment, whatever people do and whenever events arrive."""

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, invariant

from services.reviews.domain.ballot import Choice, tally_hash
from services.reviews.domain.canonical import sha256_of
from services.reviews.domain.case import FINAL
from services.reviews.domain.complaint import ComplaintState
from services.reviews.domain.session import IN_SESSION
from shared.kernel.voting import WRITTEN
from tests.reviews.desk import Desk
from tests.reviews.facts import PACKS
from tests.reviews.kept import MemoryKept

HELD = {"on_hold"}
IN_REVIEW = {
    "escalated",
    "appraising",
    "consulting",
    "ready",
    "in_session",
    "recommended",
    "not_recommended",
    "awaiting_decision",
}
NEXT = {
    "case": {
        "opened": {"appraising", "withdrawn", *HELD},
        "returned": {"appraising", "withdrawn", *HELD},
        "escalated": {"appraising", "withdrawn", *HELD},
        "appraising": {"escalated", "returned", "consulting", "ready", "awaiting_decision", "withdrawn", *HELD},
        "consulting": {"ready", "awaiting_decision", "withdrawn", *HELD},
        "ready": {"returned", "in_session", "withdrawn", *HELD},
        "in_session": {"ready", "recommended", "not_recommended", "withdrawn", *HELD},
        "recommended": {"escalated", "awaiting_decision", "withdrawn", "granted", *HELD},
        "not_recommended": {"withdrawn", *HELD},
        "awaiting_decision": {"recommended", "granted", "withdrawn", *HELD},
        "on_hold": {"opened", *IN_REVIEW, "withdrawn", "granted"},
    },
    "session": {
        "convened": {"voting_open", "adjourned"},
        "voting_open": {"voting_closed", "adjourned"},
        "voting_closed": {"minuted"},
    },
    "decision": {"drafted": {"signed", "cancelled"}},
    "award": {
        "reserved": {"granted", "freed"},
        "granted": {"published", "revoked"},
        "published": {"presented", "revoked"},
        "presented": {"revoked"},
        "revoked": {"recovered"},
    },
}
"""The transitions of the design, 6.2: from each state those that may follow."""


NEWEST = PACKS.version("FIX-2026", "2026-10-01")
SECRET = NEWEST.form("BANG_KHEN_BO")
assert SECRET.vote is not None
BY_PAPER = replace(SECRET, vote=replace(SECRET.vote, absentee=WRITTEN))
WRITTEN_TOO = replace(PACKS, packs=(replace(NEWEST, forms={**NEWEST.forms, SECRET.code: BY_PAPER}),))
"""Rules under which members of a secret vote may be absent, too."""


class Promises(RuleBasedStateMachine):
    """Looks at everything that a desk keeps after each thing that happened."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(WRITTEN_TOO)
        self.states: dict[UUID, str] = {}
        self.days: dict[tuple[UUID, int], tuple[Any, ...]] = {}
        self.packs: dict[UUID, object] = {}
        self.votes: dict[tuple[UUID, UUID], int] = {}
        self.minutes: dict[UUID, object] = {}

    def cases(self, *states: str) -> list[UUID]:
        return [case.id for case in self.kept()["case"] if case.state.value in states]

    def sessions(self) -> list[UUID]:
        return list(self.desk.memory.sessions_kept.documents)

    def decisions(self) -> list[UUID]:
        return list(self.desk.memory.decisions_kept.documents)

    def awards(self) -> list[UUID]:
        return list(self.desk.memory.awards.documents)

    def all_cases(self) -> list[UUID]:
        return list(self.desk.memory.cases.documents)

    def complaints(self) -> list[UUID]:
        return list(self.desk.memory.complaints_kept.documents)

    @invariant()
    def states_follow_as_the_design_says(self) -> None:
        for kind, things in self.kept().items():
            for thing in things:
                before, now = self.states.get(thing.id), thing.state.value
                assert before in (None, now) or now in NEXT[kind].get(before, ()), f"{kind}: {before} → {now}"
                self.states[thing.id] = now

    @invariant()
    def no_day_moves_back(self) -> None:
        for case in self.kept()["case"]:
            seen = tuple((step.due_on, step.legal_due_on, step.done_on) for step in case.steps)
            before = self.days.setdefault((case.id, len(case.passed)), seen)
            for (due, legal, done), (new_due, new_legal, new_done) in zip(before, seen, strict=True):
                assert new_due >= due, f"{case.facts.number}: due {due} → {new_due}"
                assert legal is None or new_legal >= legal
                assert done is None or new_done == done
            self.days[case.id, len(case.passed)] = seen

    @invariant()
    def a_file_keeps_its_rules(self) -> None:
        for thing in (*self.kept()["case"], *self.kept()["award"]):
            quote = (thing.facts.pack_id, thing.facts.pack_version)
            assert self.packs.setdefault(getattr(thing, "case_id", thing.id), quote) == quote

    @invariant()
    def no_ballot_counts_twice(self) -> None:
        for session in self.kept()["session"]:
            for vote in session.votes:
                assert len(vote.chosen) == len(vote.participation) == len(set(vote.participation))
                assert set(vote.participation) <= set(vote.entitled)
                assert set(vote.written) <= set(vote.participation)
                assert len({ballot.id for ballot in vote.ballots}) == len(vote.ballots)
                assert len(vote.chosen) >= self.votes.get((session.id, vote.case_id), 0)
                self.votes[session.id, vote.case_id] = len(vote.chosen)
                if vote.outcome is not None:
                    yes = sum(choice is Choice.YES for choice in vote.chosen)
                    assert (vote.outcome.yes, vote.outcome.yes + vote.outcome.no) == (yes, len(vote.chosen))
                    assert vote.outcome.tally_hash == tally_hash(session.id, vote, vote.outcome)

    @invariant()
    def who_chose_what_is_kept_where_the_vote_is_open_and_nowhere_else(self) -> None:
        for session in self.kept()["session"]:
            for vote in session.votes:
                assert not (vote.choices if vote.rule.secret else vote.ballots)
                assert [one.member_ref for one in vote.choices] == ([] if vote.rule.secret else [*vote.participation])

    @invariant()
    def minutes_stay_as_they_were_made(self) -> None:
        for session in self.kept()["session"]:
            assert (session.minutes is not None) == (session.state.value == "minuted")
            if session.minutes is not None:
                assert session.minutes.sha256 == sha256_of(session.minutes.document)
                assert self.minutes.setdefault(session.id, session.minutes) == session.minutes

    @invariant()
    def a_deed_has_one_live_award(self) -> None:
        live = [award.claim for award in self.kept()["award"] if award.live]
        assert len(live) == len(set(live))

    def nothing_is_left_undone(self) -> None:
        """When everything has arrived, what was signed is granted, published and ended, and nothing else is."""
        awards = {award.id: award for award in self.kept()["award"]}
        cases = {case.id: case for case in self.kept()["case"]}
        for decision in self.kept()["decision"]:
            for row in decision.rows:
                award = awards[row.award_id]
                if decision.state.value == "signed" and row.outcome.value == "granted":
                    assert award.state.value in {"published", "presented", "revoked", "recovered"}
                    assert cases[row.case_id].state.value == "granted"
                if decision.state.value == "cancelled":
                    assert award.state.value == "freed"
        self._nobody_waits_for_a_withdrawal(cases)
        self._complaints_are_heard(cases, awards)
        granted = {award.case_id for award in awards.values() if award.grant is not None}
        assert {case.id for case in cases.values() if case.state.value == "granted"} == granted

    def _nobody_waits_for_a_withdrawal(self, cases: dict[UUID, Any]) -> None:
        """Who asked to take a file back has an answer, and no draft or session goes on with a case that ended."""
        ended = {case.id for case in cases.values() if case.state in FINAL}
        assert {case.id for case in cases.values() if case.withdrawal is not None} <= ended
        for session in self.kept()["session"]:
            if session.state in IN_SESSION:
                assert not ended & {vote.case_id for vote in session.votes}
        for decision in self.kept()["decision"]:
            if decision.state.value == "drafted":
                assert not ended & {row.case_id for row in decision.rows if row.outcome.value != "freed"}

    def _complaints_are_heard(self, cases: dict[UUID, Any], awards: dict[UUID, Any]) -> None:
        """What a complaint is about stands still, or is examined, exactly while it is verified."""
        documents = self.desk.memory.complaints_kept.documents.values()
        verified: dict[UUID, set[UUID]] = defaultdict(set)
        for complaint in (one.thing for one in documents if one.thing.state is ComplaintState.VERIFYING):
            verified[complaint.target.about_id].add(complaint.id)
        for case in cases.values():
            if case.state not in FINAL:
                assert set(case.complaints) == verified[case.id]
                assert not case.complaints or case.held is not None
        for award in awards.values():
            of_case = verified[award.case_id]
            if award.live and award.grant is not None:
                assert set(award.examined_for) == verified[award.id] | of_case
            assert set(award.examined_for) <= verified[award.id] | of_case

    def kept(self) -> dict[str, list[Any]]:
        memory = self.desk.memory
        kinds: dict[str, MemoryKept[Any]] = {
            "case": memory.cases,
            "session": memory.sessions_kept,
            "decision": memory.decisions_kept,
            "award": memory.awards,
        }
        return {kind: [one.thing for one in kept.documents.values()] for kind, kept in kinds.items()}
