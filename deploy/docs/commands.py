"""Every command of the domain, read from the use cases: one verb, one file."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from uuid import UUID

from shared.kernel.policy import POLICY

_ROOT = Path(__file__).resolve().parents[2]
_SERVICES = ("nominations", "reviews")
_EMITS = re.compile(r"Emits: (.+?)\.?(?:\n\s*(?:Raises|\n)|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DomainCommand:
    """What one aggregate can be asked to do, by whom, and which events tell of it."""

    aggregate: str
    verb: str
    says: str
    emits: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may ask; nobody means the system alone."""
        return tuple(sorted(role.value for role in POLICY.get(f"{self.aggregate}.{self.verb}", ())))


def domain_commands() -> Iterator[DomainCommand]:
    """All commands, by aggregate and verb."""
    for service in _SERVICES:
        for file in sorted((_ROOT / "services" / service / "usecases").glob("*/*.py")):
            yield from _commands_in(service, file.parent.name, file.stem)


def _commands_in(service: str, aggregate: str, verb: str) -> Iterator[DomainCommand]:
    module = import_module(f"services.{service}.usecases.{aggregate}.{verb}")
    for one in vars(module).values():
        if inspect.isclass(one) and one.__module__ == module.__name__ and _changes_something(one):
            told = inspect.getdoc(one) or ""
            yield DomainCommand(aggregate, verb, _first_sentence(told), _emitted(told))


def _changes_something(one: type) -> bool:
    """A command or a job: it has a cause or says so, and gives back no more than an id."""
    call = vars(one).get("__call__")
    if call is None:
        return False
    signature = inspect.signature(call)
    acts = "cause" in signature.parameters or "Emits:" in (inspect.getdoc(one) or "")
    return acts and signature.return_annotation in (None, UUID)


def _first_sentence(told: str) -> str:
    return " ".join(told.split("\n\n", maxsplit=1)[0].split())


def _emitted(told: str) -> tuple[str, ...]:
    found = _EMITS.search(told)
    return tuple(re.findall(r"\b[A-Z]\w+", found[1])) if found else ()
