"""What a supervisor keeps alive (a unit) and what it does once on the way up (a step)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

STOP_LIMIT_SECONDS = 20.0
READY_LIMIT_SECONDS = 60.0

Probe = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A process with its needs, its readiness and the time it is given to stop.

    `before` holds commands that must end with 0 before the process starts for the first time.
    """

    name: str
    command: tuple[str, ...]
    ready: Probe
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    before: tuple[tuple[str, ...], ...] = ()
    stop_limit_seconds: float = STOP_LIMIT_SECONDS
    ready_limit_seconds: float = READY_LIMIT_SECONDS


@dataclass(frozen=True, slots=True)
class Step:
    """Something done once, when its needs are ready, that leaves no process behind."""

    name: str
    act: Callable[[], Awaitable[None]]
    needs: tuple[str, ...] = ()
