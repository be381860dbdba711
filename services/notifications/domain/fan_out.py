"""One message for many: they are found and written to page by page, however often that is broken off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.record import Recorded
from shared.kernel.ids import id_from

_PRESSES: Final = frozenset({"award.corrected", "award.revoked"})
"""What is out by every way within a minute."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """How far a message has come: to everybody up to the ref `after`.

    `page` is what was decided of the next readers, up to `last`; while that is empty nothing is. What `presses` waits
    for no other.
    """

    id: UUID
    event_id: UUID
    message: str
    kept_at: datetime
    after: str = ""
    page: tuple[Addressed, ...] = ()
    last: str = ""
    presses: bool = False

    @property
    def moved(self) -> "FanOut":
        """The next readers are reached."""
        return replace(self, after=self.last, page=(), last="")


def fan_outs(record: Recorded, now: datetime) -> tuple[FanOut, ...]:
    """One job for each message of an event. The same again has the same ids."""
    presses = record.kind in _PRESSES
    return tuple(
        FanOut(id_from("fanout", record.id, said.template), record.id, said.template, now, presses=presses)
        for said in record.messages
    )


def one_after_the_other(
    people: Sequence[Addressed], before: int, most: int, apart: timedelta
) -> tuple[tuple[Addressed, ...], int]:
    """The first of them, with `most` letters that go out at once, each a moment after the one before; how many went.

    `before` so many went already.
    """
    found, turn = list[Addressed](), before
    for one in people:
        if turn == most:
            break
        goes = one.fate is Fate.SEND
        found.append(replace(one, at=one.at + turn * apart) if goes else one)
        turn += goes
    return tuple(found), turn
