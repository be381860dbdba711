"""What is needed to take in what clients send. Every method raises UnavailableError."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.notifications.domain.client import Client
from services.notifications.domain.item import Batch, Intake, ItemKind, ItemOutcome, ItemResult, Line, Remark
from services.notifications.domain.record import Recorded
from shared.kernel.cause import Cause
from shared.kernel.errors import UnavailableError


class OwnerRefusedError(Exception):
    """The owner of a thing said no; `remarks` say why, `so_far` what stands of the item nevertheless."""

    def __init__(self, *remarks: Remark) -> None:
        self.remarks = remarks
        self.so_far: Intake | None = None
        super().__init__(", ".join(one.code for one in remarks))


class OwnerFailedError(UnavailableError):
    """The owner is there and could not answer this: tried often enough, it is given up."""


class Owner(Protocol):
    """The service of nominations, which decides. The gateway asks it in the client's name.

    Raises OwnerFailedError, too, from each method.
    """

    async def act(self, client: Client, path: str, body: Mapping[str, Any], key: UUID) -> Mapping[str, Any]:
        """Do something, once for a key. Raises: OwnerRefusedError."""

    async def ask(self, client: Client, path: str) -> Any:
        """Ask for something. Raises: OwnerRefusedError."""


class Batches(Protocol):
    """What was sent, each place with what came of it. What an item said is forgotten once it is answered."""

    async def keep(self, batch: Batch, lines: Sequence[Line]) -> None:
        """Keep a batch and its places; the same again completes it."""

    async def find(self, batch_id: UUID) -> Batch | None:
        """A batch as it stands."""

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Batches with open places that nobody works at."""

    async def lease(self, batch_id: UUID, token: str, now: datetime, until: datetime) -> bool:
        """Take one that nobody works at, or go on with it under the same token; whether it is the bearer's now."""

    async def give_back(self, batch_id: UUID, token: str, until: datetime) -> None:
        """Nobody works at it any more; nobody is to begin before an instant."""

    async def open_lines(self, batch_id: UUID, since: int, limit: int) -> Sequence[Line]:
        """The first places without an answer, in order, from the place `since` on."""

    async def tried(self, batch_id: UUID, index: int) -> int:
        """A place was tried in vain once more; how often by now."""

    async def answer(self, batch_id: UUID, index: int, result: ItemResult) -> None:
        """Keep what came of a place, unless that is kept; what it said is forgotten."""

    async def outcomes(self, batch_id: UUID) -> Mapping[ItemOutcome, int]:
        """How many of its places ended how."""

    async def finish(self, batch_id: UUID, at: datetime) -> None:
        """Every place is answered."""

    async def lines(self, batch_id: UUID, since: int, limit: int) -> Sequence[Line]:
        """Answered places numbered from `since` on, in order, up to the first that is not answered."""


class Intakes(Protocol):
    """What each name that clients gave led to, for ever."""

    async def find(self, client_ref: str, kind: ItemKind, external_id: str) -> Intake:
        """What is known of a name; version 0 when nothing came of it yet."""

    async def save(self, intake: Intake, because_of: Cause) -> bool:
        """Keep it; False when that cause was handled before. Raises: StaleError, AlreadyExistsError."""


class Announce(Protocol):
    """Tells a client's endpoints that a job has ended, once however often it is said."""

    async def keep(self, batch: Batch, outcomes: Mapping[ItemOutcome, int]) -> Recorded | None:
        """What is to be delivered once it has ended; None for nothing."""

    async def deliver(self, record: Recorded) -> None:
        """Deliver it."""


@dataclass(frozen=True, slots=True)
class IntakePorts:
    """What all of them need."""

    owner: Owner
    batches: Batches
    intakes: Intakes
    announce: Announce
