"""What must have come of the sessions of councils for the cases on their agendas."""

from collections.abc import Iterator
from dataclasses import replace

from deploy.standalone.reconcile.facts import Facts, Thing, Told

_BEFORE_VOTE = frozenset({"ready", "in_session"})


def seated(facts: Facts, event: Told) -> Iterator[str]:
    """Unless the session ended without a vote or struck it, or the case went up since it was called."""
    session = facts.of("sessions").get(event.subject)
    if session is None or session.stands == "adjourned":
        return
    called_at = dict(zip(event.names["case_ids"], event.names.get("reviewed_by", ()), strict=False))
    struck = {vote["case_id"] for vote in session.state.get("struck", ())}
    for case in _cases(facts, event):
        is_there = called_at.get(case.id, _office(case)) == _office(case) and str(case.id) not in struck
        if is_there and case.stood in _BEFORE_VOTE and str(event.subject) not in within(case, "session"):
            yield f"case {case.id} is not seated in the session"


def voted(facts: Facts, event: Told) -> Iterator[str]:
    """Unless it went up before the vote."""
    for case in _cases(facts, event):
        if case.stood in _BEFORE_VOTE and (
            str(event.subject) in within(case, "session") or not case.state.get("passed")
        ):
            yield f"case {case.id} still waits for the vote"


def _office(case: Thing) -> str | None:
    """The unit before which it is reviewed now."""
    level: list[str] = case.state.get("level") or []
    grantor: str | None = (case.state.get("facts") or {}).get("grantor_unit_id")
    return level[-1] if level else grantor


def left_session(facts: Facts, event: Told) -> Iterator[str]:
    """No case waits for a session that ended without a vote."""
    for case in _cases(facts, event):
        if case.stood == "in_session" and str(event.subject) in within(case, "session"):
            yield f"case {case.id} still waits for the session"


def struck(facts: Facts, event: Told) -> Iterator[str]:
    """No case waits for a session that goes on without it."""
    return left_session(facts, replace(event, names={"case_ids": event.names["struck_ids"]}))


def _cases(facts: Facts, event: Told) -> Iterator[Thing]:
    """Those of the cases on an event's agenda that there are."""
    return (case for case_id in event.names["case_ids"] if (case := facts.of("cases").get(case_id)) is not None)


def within(case: Thing, what: str) -> tuple[str | None, ...]:
    """The sessions or decisions that a case is in; a case of an older version is in one at most."""
    return (case.state[f"{what}_id"], *case.state.get(f"other_{what}_ids", ()))
