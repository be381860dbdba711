"""I2: nothing is kept that nobody asked for, nothing that was refused."""

from collections.abc import Iterator

from deploy.standalone.reconcile.facts import Facts
from deploy.standalone.reconcile.history import History, Outcome
from deploy.standalone.reconcile.invariants.durable import BALLOTS, CAST_WRITTEN
from deploy.standalone.reconcile.verdict import Verdict, Violation


def no_phantom(facts: Facts) -> Verdict:
    """Every command that was taken in is one of the history's, and not one of its refused ones; ballots too."""
    if facts.history is None:
        return Verdict.unjudged("I2", "no phantom", "needs a client's history")
    refused = sum(1 for _ in facts.history.outcomes(Outcome.REFUSED))
    counted = f"{len(facts.commands)} kept commands against {len(facts.history.commands)} sent, {refused} refused"
    return Verdict.of("I2", "no phantom", counted, [*_commands(facts, facts.history), *_ballots(facts, facts.history)])


def _commands(facts: Facts, history: History) -> Iterator[Violation]:
    for cause, holders in facts.commands.items():
        sent = history.commands.get(cause)
        at = f"command {cause}"
        if sent is None:
            yield Violation(at, f"{holders[0][0].kind} {holders[0][0].id} has a command that no client sent")
        elif sent.outcome is Outcome.REFUSED:
            yield Violation(at, f"{sent.do} {sent.key} by {sent.person} was refused and is kept")


def _ballots(facts: Facts, history: History) -> Iterator[Violation]:
    """Who took part voted, or the paper was entered; whose paper is noted, of that one it was entered."""
    given = [one for one in history.commands.values() if one.do in BALLOTS]
    tried = {(thing, one.about, one.voter, one.do == CAST_WRITTEN) for one in given for thing in one.things}
    for session in facts.sessions:
        for vote in session.votes:
            for member in vote.participation:
                is_paper = member in vote.written
                if (str(session.id), str(vote.case_id), member, is_paper) not in tried:
                    what = "'s paper was never entered" if is_paper else " never voted and took part"
                    yield Violation(f"session {session.id} case {vote.case_id}", f"{member}{what}")
