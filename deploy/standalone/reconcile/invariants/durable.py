"""I1: whatever was acknowledged is kept."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.history import Command, Outcome
from deploy.standalone.reconcile.verdict import Verdict, Violation

CAST, CAST_WRITTEN = "cast", "cast_written"
BALLOTS = frozenset({CAST, CAST_WRITTEN})
"""The commands that leave a ballot and no cause."""


def durable(facts: Facts) -> Verdict:
    """Every acknowledged command is in the inbox of the thing that its answer named; every ballot was counted in."""
    if facts.history is None:
        return Verdict.unjudged("I1", "durable", "needs a client's history")
    acknowledged = list(facts.history.outcomes(Outcome.ACKNOWLEDGED))
    counted = f"{len(acknowledged)} acknowledged commands"
    voted = {
        (str(session.id), str(vote.case_id)): set(vote.participation)
        for session in facts.sessions
        for vote in (*session.votes, *session.struck)
    }
    return Verdict.of("I1", "durable", counted, _lost(facts, acknowledged, voted))


def _lost(facts: Facts, commands: list[Command], voted: dict[tuple[str, str], set[str]]) -> Iterator[Violation]:
    for command in commands:
        if command.do in BALLOTS:
            kept = any(command.voter in voted.get((thing, command.about), ()) for thing in command.things)
        else:
            holders = {str(thing.id) for thing, _ in facts.commands.get(command.cause, ())}
            kept = bool(holders & set(command.things))
        if not kept:
            yield Violation(
                f"command {command.cause}",
                f"{command.do} {command.key} by {command.person} was acknowledged for {', '.join(command.things)} "
                "and is not kept",
            )
