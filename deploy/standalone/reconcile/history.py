"""What a client knows of its own commands: one line of JSON each, with the last answer that it got."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from deploy.standalone.errors import StandaloneError
from shared.kernel.ids import id_from


class Outcome(StrEnum):
    """What became of a command as its client knows it; `unknown` when no answer came."""

    ACKNOWLEDGED = "acknowledged"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class HistoryError(StandaloneError):
    """The file is no history of a client."""


@dataclass(frozen=True, slots=True)
class Command:
    """One idempotency key of one person. `things` are the ids that the answers named, `about` that of a case voted on.

    A ballot leaves no cause behind; it is known by who voted on what: `member`, where somebody else entered the paper.
    """

    person: str
    do: str
    key: str
    outcome: Outcome
    things: tuple[str, ...] = ()
    about: str = ""
    member: str = ""

    @property
    def voter(self) -> str:
        """Whose ballot it is."""
        return self.member or self.person

    @property
    def cause(self) -> UUID:
        """The id under which the services know the command."""
        return id_from("command", self.person, self.key)


@dataclass(frozen=True, slots=True)
class Injected:
    """A record that a client put on a topic, which is named without a namespace."""

    topic: str
    partition: int
    offset: int
    kind: str


@dataclass(frozen=True, slots=True)
class History:
    """All that the clients of one world did, commands by their causes."""

    commands: Mapping[UUID, Command] = field(default_factory=dict)
    injected: frozenset[Injected] = frozenset()

    def outcomes(self, outcome: Outcome) -> Iterator[Command]:
        """The commands with one outcome."""
        return (command for command in self.commands.values() if command.outcome is outcome)


def history_of(commands: Iterable[Command], injected: Iterable[Injected] = ()) -> History:
    """A history from its lines."""
    return History({command.cause: command for command in commands}, frozenset(injected))


def write_history(file: Path, history: History) -> None:
    """Keep a history."""
    injected = sorted(history.injected, key=lambda one: (one.topic, one.partition, one.offset))
    lines = [*map(asdict, history.commands.values()), *map(asdict, injected)]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as written:
        written.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read_history(file: Path) -> History:
    """Read a history, line by line. Raises: HistoryError, OSError."""
    commands, injected = list[Command](), list[Injected]()
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                fields = json.loads(line)
                if "partition" in fields:
                    injected.append(Injected(**fields))
                else:
                    fields["outcome"], fields["things"] = Outcome(fields["outcome"]), tuple(fields.get("things", ()))
                    commands.append(Command(**fields))
            except (ValueError, TypeError, KeyError) as error:
                raise HistoryError(f"{file}:{number}: this is no line of a history: {error}") from error
    return history_of(commands, injected)
