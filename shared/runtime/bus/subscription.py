"""What a service listens to: rows of event and handler, in groups that can be rewound alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from shared.contracts.event import Event
from shared.kernel.cause import Cause

E = TypeVar("E", bound=Event)

Handler = Callable[[Any, Cause], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """What happens when one kind of event arrives."""

    event: type[Event]
    handler: Handler


def on(event: type[E], handler: Callable[[E, Cause], Awaitable[None]]) -> Subscription:
    """When this event arrives, the handler runs: with the event, and the event as the cause of all it does."""
    return Subscription(event, handler)


class Replay(StrEnum):
    """What reading everything again would do. `free`: nothing but rows, which know what they have seen.

    `refused`: the group acts on aggregates or tells somebody; an operator must want the effects once more.
    """

    FREE = "free"
    REFUSED = "refused"


@dataclass(frozen=True)
class Group:
    """A consumer group, named `<service>.<purpose>`; its topics follow from its events."""

    name: str
    subscriptions: tuple[Subscription, ...]
    replay: Replay = Replay.REFUSED

    def __post_init__(self) -> None:
        if len(self.handlers) != len(self.subscriptions):
            raise ValueError(f"{self.name} has two handlers for one event")

    @property
    def service(self) -> str:
        """The service that this group belongs to."""
        return self.name.partition(".")[0]

    @cached_property
    def handlers(self) -> Mapping[str, Handler]:
        """The handler of each event type."""
        return {row.event.type: row.handler for row in self.subscriptions}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics to read, by name and without a namespace."""
        return tuple(sorted({row.event.topic for row in self.subscriptions}))


DEFAULT_NAMESPACE = "kipthoi"


def placed(name: str, namespace: str) -> str:
    """The name of a topic or group in a namespace; the default namespace uses names as they are."""
    return name if namespace == DEFAULT_NAMESPACE else f"{namespace}.{name}"
