"""Documents in memory, on which the adapters stand."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from services.reviews.domain.award import Award
from services.reviews.domain.bulletin import Bulletin
from services.reviews.domain.case import Case
from services.reviews.domain.complaint import Complaint
from services.reviews.domain.consultation import Consultation
from services.reviews.domain.council import Council
from services.reviews.domain.decision import Decision
from services.reviews.domain.deed import KnownDeed
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.finding import Finding
from services.reviews.domain.opinion import Opinion
from services.reviews.domain.session import Session
from services.reviews.usecases.ports import Places, Seen
from shared.contracts.event import Event
from shared.kernel.cause import Cause
from shared.kernel.errors import (
    AlreadyExistsError,
    AlreadyHandledError,
    CauseReusedError,
    ForbiddenError,
    StaleError,
    TakenError,
)
from shared.kernel.policy import permit
from shared.kernel.separations import Standings, keep_apart
from shared.kernel.steps import AlarmKind, Step

T = TypeVar(
    "T",
    Case,
    Council,
    Session,
    Decision,
    Delegation,
    Award,
    Finding,
    Complaint,
    KnownDeed,
    Opinion,
    Consultation,
    Bulletin,
)


@dataclass
class Document(Generic[T]):
    thing: T
    seq: int = 0
    inbox: dict[UUID, str | None] = field(default_factory=dict)


class MemoryKept(Generic[T]):
    """Documents by id. `rules` name what only one document may have at a time."""

    def __init__(
        self,
        path_of: Callable[[T], Sequence[str]],
        told: list[Event],
        rules: Mapping[str, Callable[[T], object]] | None = None,
        standings_of: Callable[[T], Standings] = lambda _: {},
        elsewhere: Mapping[str, Callable[[T], Sequence[str]]] | None = None,
    ) -> None:
        self.documents: dict[UUID, Document[T]] = {}
        self._path_of: Callable[[T], Sequence[str]] = path_of
        self._standings_of: Callable[[T], Standings] = standings_of
        self._elsewhere: Mapping[str, Callable[[T], Sequence[str]]] = elsewhere or {}
        self._told = told
        self._rules: Mapping[str, Callable[[T], object]] = rules or {}

    async def get(self, thing_id: UUID, cause: Cause) -> T:
        document = self.documents.get(thing_id)
        if document is None:
            raise ForbiddenError
        path_of = self._elsewhere.get(cause.action, self._path_of)
        permit(cause.actor, cause.action, path_of(document.thing))
        keep_apart(cause.actor, cause.action, self._standings_of(document.thing))
        if cause.id in document.inbox:
            if document.inbox[cause.id] != cause.body_hash:
                raise CauseReusedError
            raise AlreadyHandledError
        return document.thing

    async def find(self, thing_id: UUID) -> T | None:
        document = self.documents.get(thing_id)
        return None if document is None else document.thing

    async def save(self, thing: T, *, emits: Sequence[Event], because_of: Cause) -> bool:
        document = self.documents.get(thing.id)
        if document is not None and because_of.id in document.inbox:
            return False
        if (document.thing.version if document else 0) != thing.version:
            raise StaleError
        if document is not None and thing.version == 0:
            raise AlreadyExistsError
        for rule, key_of in self._rules.items():
            self._check(rule, key_of, thing)
        document = self.documents.setdefault(thing.id, Document(thing))
        document.thing = replace(thing, version=thing.version + 1)
        document.seq += len(emits)
        document.inbox[because_of.id] = because_of.body_hash
        self._told += emits
        return True

    def within(self, places: Places, paths: Callable[[T], Collection[str]]) -> list[Seen[T]]:
        return [
            Seen(document.thing, document.seq)
            for document in self.documents.values()
            if places is None or places & set(paths(document.thing))
        ]

    def _check(self, rule: str, key_of: Callable[[T], object], thing: T) -> None:
        key = key_of(thing)
        others = (other.thing for other in self.documents.values() if other.thing.id != thing.id)
        if key is not None and any(key_of(other) == key for other in others):
            raise TakenError(rule)


class MemoryWaiting(MemoryKept[T]):
    """In the `waiting` states somebody must keep the day of a thing."""

    waiting: Collection[str] = ()

    def steps_of(self, thing: Any) -> Sequence[Step]:
        return [Step("", thing.due_on, told=thing.told)] if thing.state in self.waiting else []

    async def falling_due(self, today: date, soon: date) -> AsyncIterator[T]:
        for document in list(self.documents.values()):
            if any(_is_untold(step, today, soon) for step in self.steps_of(document.thing)):
                yield document.thing


def _is_untold(step: Step, today: date, soon: date) -> bool:
    if step.done_on is not None or step.due_on > soon:
        return False
    is_over_by_law = step.legal_due_on is not None and step.legal_due_on < today
    return (
        step.told is None
        or (step.told is AlarmKind.APPROACHING and step.due_on < today)
        or (step.told is not AlarmKind.LEGAL_BREACHED and is_over_by_law)
    )
