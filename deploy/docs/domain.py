"""The page of the domain: of every aggregate the states, the commands, and the events that tell of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from deploy.docs.commands import DomainCommand, domain_commands
from deploy.markdown import table
from deploy.standalone.reconcile.layout import KINDS, Kind
from shared.contracts.registry import EVENTS

PATH = "docs/domain.md"
_INTRODUCTION = """# Aggregates

What each thing can be asked to do, by whom, and which events tell of it; the states it can be in, and which event can
be its last one there. Reasons stand in [errors.md](errors.md), events in [events.md](events.md), requests in
[scenarios.md](scenarios.md). Written by `./dev docs`.
"""
_TYPE_OF_CLASS = {event.__name__: event.type for event in EVENTS.values()}


def domain_files() -> Iterator[tuple[str, str]]:
    """Give path and text of the page."""
    parts = [_INTRODUCTION]
    by_aggregate = groupby(sorted(domain_commands(), key=lambda one: one.aggregate), key=lambda one: one.aggregate)
    for aggregate, commands in by_aggregate:
        parts.append(f"## {aggregate}\n\n{_commands(commands)}\n")
        kind = next((kind for kind in KINDS if kind.name == f"{aggregate}s"), None)
        if kind is not None and set(kind.states) != {""}:
            parts.append(f"{_states(kind)}\n")
    yield PATH, "\n".join(parts)


def _commands(commands: Iterable[DomainCommand]) -> str:
    rows = (
        (f"`{one.verb}`", ", ".join(one.roles) or "the system", one.says, ", ".join(map(_type, one.emits)))
        for one in commands
    )
    return table(("command", "who", "what it does", "events"), rows)


def _type(name: str) -> str:
    return f"`{_TYPE_OF_CLASS[name]}`"


def _states(kind: Kind) -> str:
    rows = (
        (f"`{state}`", ", ".join(f"`{last}`" for last in sorted(lasts)), "yes" if state in kind.finals else "")
        for state, lasts in kind.states.items()
    )
    return table(("state", "last event", "final"), rows)
