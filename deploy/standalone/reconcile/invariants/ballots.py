"""I10: a secret vote counts every ballot once and tells nobody's choice."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.invariants.durable import BALLOTS
from deploy.standalone.reconcile.verdict import Verdict, Violation
from services.reviews.domain.ballot import Choice, Vote, tally_hash
from services.reviews.domain.canonical import sha256_of


def ballots(facts: Facts) -> Verdict:
    """As many ballots as took part, counted and sealed as published, and nothing stored that leads to a member."""
    votes = [vote for session in facts.sessions for vote in (*session.votes, *session.struck)]
    counted = f"{sum(len(vote.chosen) for vote in votes)} ballots in {len(votes)} votes"
    published = _published(facts)
    found = [
        Violation(f"session {session.id} case {vote.case_id}", what)
        for session in facts.sessions
        for vote in (*session.votes, *session.struck)
        for what in (*_taken(vote), *_sealed(session.id, vote, published))
    ]
    return Verdict.of("I10", "ballots", counted, [*found, *_minuted(facts), *_links(facts)])


def _taken(vote: Vote) -> Iterator[str]:
    if len(vote.participation) != len(vote.chosen):
        yield f"{len(vote.participation)} members took part, {len(vote.chosen)} choices were kept"
    if vote.choices if vote.rule.secret else vote.ballots:
        yield "a choice is kept as its vote does not keep it: open in a secret one, or secret in an open one"
    if vote.choices and [one.member_ref for one in vote.choices] != list(vote.participation):
        yield "the choices of an open vote are not those of the members who took part"
    if not set(vote.written) <= set(vote.participation) or list(vote.written) != sorted(set(vote.written)):
        yield "paper was entered of somebody who took no part, or twice"
    if len(set(vote.participation)) != len(vote.participation) or not set(vote.participation) <= set(vote.entitled):
        yield "somebody took part twice or was not entitled"
    if list(vote.participation) != sorted(vote.participation) or list(vote.ballots) != sorted(vote.ballots):
        yield "participation and ballots are not sorted: their order tells who chose what"


def _sealed(session_id: UUID, vote: Vote, published: Mapping[tuple[UUID, UUID], Mapping[str, Any]]) -> Iterator[str]:
    outcome, told = vote.outcome, published.get((session_id, vote.case_id))
    if outcome is None:
        if told is not None:
            yield "totals were published of a vote that was not counted"
        return
    yes, all_of_it = sum(choice is Choice.YES for choice in vote.chosen), len(vote.chosen)
    if (outcome.yes, outcome.no) != (yes, all_of_it - yes):
        yield f"{yes} of {all_of_it} choices say yes, counted were {outcome.yes} and {outcome.no}"
    if outcome.tally_hash != tally_hash(session_id, vote, outcome):
        yield "the seal is not that of participation, ballots and totals"
    if told is not None and told != asdict(outcome):
        yield "the published totals are others than those that were counted"


def _published(facts: Facts) -> Mapping[tuple[UUID, UUID], Mapping[str, Any]]:
    closed = (event for event in facts.events.values() if event.type == "council.vote_closed")
    return {
        (event.subject, UUID(result.case_id)): result.model_dump(exclude={"case_id"})
        for event in closed
        for result in event.names["results"]
    }


def _minuted(facts: Facts) -> Iterator[Violation]:
    """The minutes that are kept are those whose hash was told."""
    told = {event.subject: event.names["sha256"] for event in facts.events.values() if event.type == "council.minuted"}
    for session in facts.sessions:
        if session.minutes is not None and sha256_of(session.minutes.document) != told.get(
            session.id, session.minutes.sha256
        ):
            yield Violation(f"session {session.id}", "the minutes are others than those whose hash was told")


def _links(facts: Facts) -> Iterator[Violation]:
    for place in facts.loose_ballots:
        yield Violation(place, "a stored ballot says more than its choice")
    for command in facts.history.commands.values() if facts.history is not None else ():
        if command.do in BALLOTS and command.cause in facts.commands:
            yield Violation(f"session {command.things}", f"the inbox knows that {command.voter} cast a ballot")
