"""What the console needs from the world, in its own words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.console.domain.case import Case, Line
from services.console.domain.decision import Decision
from services.console.domain.meeting import Council, Meeting
from services.console.domain.wall import Card
from shared.kernel.actor import Actor

Json = Mapping[str, Any]
T = TypeVar("T")
Some = tuple[Sequence[T], int]
"""Some rows of a list, and how many rows the list has."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one event makes of a row.

    It applies when `sequence` is higher than what the row has seen of `source`; else it was applied before.
    `fields` are dotted names and plain values; `line` is appended to the timeline.
    """

    source: str
    sequence: int
    fields: Mapping[str, object]
    line: Line | None = None


class Rows(Protocol):
    """Rows of a read model: each carries the last event number of every source that writes to it."""

    async def apply(self, row_id: UUID, change: Change) -> bool:
        """Apply a change once, whatever arrives twice or late; False when it was applied before.

        Raises: UnavailableError.
        """
        ...


class Cases(Rows, Protocol):
    """Files."""

    async def by_number(self, number: str) -> Case | None:
        """The file with this public code."""
        ...

    async def by_ids(self, ids: Collection[UUID]) -> list[Case]:
        """The files with these ids, as far as they are known."""
        ...

    async def open_in(self, places: Collection[str], limit: int) -> Some[Case]:
        """Open files in whose path one of the places lies, the oldest first, without their timelines."""
        ...

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Case]:
        """Files in whose path one of the places lies, the newest first, without their timelines."""
        ...


class Meetings(Rows, Protocol):
    """Councils' sessions."""

    async def get(self, meeting_id: UUID) -> Meeting | None:
        """One session."""
        ...

    async def open_in(self, places: Collection[str], limit: int) -> Some[Meeting]:
        """Sessions that are convened or voting, the first to close first."""
        ...

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Meeting]:
        """Sessions in whose path one of the places lies, the last to close first."""
        ...


class Decisions(Rows, Protocol):
    """Decisions."""

    async def get(self, decision_id: UUID) -> Decision | None:
        """One decision."""
        ...

    async def open_in(self, places: Collection[str], limit: int) -> Some[Decision]:
        """Drafted decisions in whose path one of the places lies, the oldest first."""
        ...

    async def latest(self, places: Collection[str], start: int, limit: int) -> Some[Decision]:
        """Decisions in whose path one of the places lies, the newest first."""
        ...


class Councils(Rows, Protocol):
    """Councils."""

    async def by_codes(self, codes: Collection[str]) -> list[Council]:
        """The councils with these codes."""
        ...


class Units(Rows, Protocol):
    """Names of units."""

    async def names(self) -> Mapping[str, str]:
        """Name of every unit by its code."""
        ...


class Lineage(Protocol):
    """Who came after which unit."""

    async def heir(self, code: str) -> tuple[str, ...] | None:
        """The path of the one unit that stands in an ended unit's place today; None while it stands, or for several."""
        ...


class Wall(Protocol):
    """The honour wall: one dense log of cards as they were hung and changed. `told_by` is the number of the event."""

    async def hang(self, card: Card) -> bool:
        """Give the card the next number; False when its award hangs there already. Raises: UnavailableError."""
        ...

    async def reword(self, award_id: UUID, subject_label: str, citation_vi: str, on: date, told_by: int) -> bool:
        """Set right what an award's card says; it stays in its place. False when told before, or nothing hangs.

        Raises: UnavailableError.
        """
        ...

    async def mark_revoked(self, award_id: UUID, on: date, told_by: int) -> bool:
        """Say on an award's card that it was revoked; it stays in its place. False when told before, or nothing hangs.

        Raises: UnavailableError.
        """
        ...

    async def head(self) -> int:
        """The highest number, 0 for a bare wall. Raises: UnavailableError."""
        ...

    async def newest(self, limit: int, revoked_since: date) -> list[Card]:
        """The newest cards first, without those that were revoked before a day."""
        ...

    async def of_award(self, award_id: UUID) -> Card | None:
        """The card of one award, also long after it was revoked."""
        ...


@dataclass(frozen=True, slots=True)
class SignIn:
    """A signed-in person. Token and id stay on the server; `csrf` stands in every form."""

    id: str
    actor: Actor
    name: str
    token: str
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wrote and the owner has not confirmed. `done` are the steps the owner confirmed, with their ids.

    Once everything is confirmed the words go and `sent` is the file's public code: a second press finds the file.
    """

    key: str
    owner_ref: str
    values: Mapping[str, str]
    evidence: tuple[Mapping[str, str], ...] = ()
    done: Mapping[str, str] = field(default_factory=dict)
    saved_at: datetime | None = None
    sent: str = ""


class Drafts(Protocol):
    """Acts not yet confirmed, each its writer's own."""

    async def keep(self, draft: Draft) -> None:
        """Keep or replace the draft; one that is another person's, or was sent, stays as it is."""
        ...

    async def find(self, key: str, owner_ref: str) -> Draft | None:
        """This person's draft with this key."""
        ...

    async def of(self, owner_ref: str, start: int, limit: int) -> Some[Draft]:
        """This person's drafts that were not sent, the newest first."""
        ...

    async def close(self, key: str, owner_ref: str, number: str) -> None:
        """Forget the words of a draft that was sent; for a day it says which file it became."""
        ...

    async def drop(self, key: str, owner_ref: str) -> None:
        """Forget a draft."""
        ...


@dataclass(frozen=True, slots=True)
class Complaint:
    """One of several things an owner complains of; `path` is its name for the field, empty when it names none."""

    path: str
    sentence: str


class OwnerRefusedError(Exception):
    """The owner of a thing refuses: sentence and way out are for people; `params` are what the sentence names."""

    def __init__(
        self,
        status: int,
        sentence: str,
        way_out: str = "",
        complaints: Sequence[Complaint] = (),
        code: str = "",
        params: Mapping[str, object] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.sentence = sentence
        self.way_out = way_out
        self.complaints = tuple(complaints)
        self.params = params or {}
        super().__init__(sentence)

    @property
    def made_before(self) -> str:
        """The id of what the same key made or changed before, with another body; empty for any other refusal."""
        return str(self.params.get("id", "")) if self.code == "IDEMPOTENCY_KEY_REUSED" else ""


class OwnerDownError(Exception):
    """The owner gives no answer: whether it did anything is not known; the same key may be sent again."""


class Upload(Protocol):
    """A file that somebody sends, read part by part; as large as it is, it is never in memory whole."""

    async def read(self, size: int = -1, /) -> bytes:
        """The next part, empty at the end."""
        ...

    async def seek(self, offset: int, /) -> None:
        """Go to a place."""
        ...


class Owners(Protocol):
    """The services that own what the pages show and change. Every call carries the person's own token, if there is one.

    Paths begin with the owner's name: `nominations/deeds`, `reviews/cases/…`, `notifications/inbox`.
    """

    async def ask(self, who: SignIn | None, path: str, **query: str) -> Any:
        """Read, without a person what everybody may. Raises: OwnerRefusedError, OwnerDownError."""
        ...

    async def fetch(self, who: SignIn, path: str, **query: str) -> bytes:
        """Read a file. Raises: OwnerRefusedError, OwnerDownError."""
        ...

    async def act(self, who: SignIn, path: str, body: Json, key: str, *, version: int | None = None) -> Json:
        """Change, once for each key; tried three times. With a `version`, only what still stands so.

        Raises: OwnerRefusedError, OwnerDownError.
        """
        ...

    async def store(self, who: SignIn, name: str, kind: str, content: Upload, key: str) -> Json:
        """Store a file of evidence under its hash. Raises: OwnerRefusedError, OwnerDownError."""
        ...


class SetAside(Protocol):
    """Records of the bus that the services could not handle. `owner` is a service's name, the console's too."""

    async def look(self, who: SignIn, owner: str) -> Json:
        """The first `records` that a service has set aside, how many there are in `total`, and how many `more`.

        Raises: OwnerRefusedError, OwnerDownError.
        """
        ...

    async def retry(self, who: SignIn, owner: str, key: str, reason: str, command: str) -> None:
        """Try everything of a key again, in order. Raises: OwnerRefusedError, OwnerDownError."""
        ...

    async def discard(self, who: SignIn, owner: str, record_id: str, reason: str, command: str) -> None:
        """Leave one record out; its bytes stay. Raises: OwnerRefusedError, OwnerDownError."""
        ...
