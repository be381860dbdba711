"""What the use cases need of whatever keeps aggregates, in their own words."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from shared.contracts.event import Event
from shared.kernel.cause import Cause

T = TypeVar("T")


class Kept(Protocol[T]):
    """Where aggregates of one kind are kept."""

    async def get(self, thing_id: UUID, cause: Cause) -> T:
        """The thing that the cause is about.

        Raises: ForbiddenError when it is unknown or not for this actor, AlreadyHandledError (a repeat),
        CauseReusedError.
        """

    async def find(self, thing_id: UUID) -> T | None:
        """The thing as a fact for another, whoever acts; None when unknown."""

    async def save(self, thing: T, *, emits: Sequence[Event], because_of: Cause) -> bool:
        """Keep the thing, its events and the id of their cause, all or nothing; False when that was done before.

        Raises: StaleError, AlreadyExistsError, TakenError.
        """


class Waiting(Kept[T], Protocol):
    """Where aggregates of one kind are kept whose days somebody must keep."""

    def falling_due(self, today: date, soon: date) -> AsyncIterator[T]:
        """Those that are due by `soon` or were before `today`, and of whose day that was not told; in any order."""
