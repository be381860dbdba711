"""Events of `movements.v1`: emulation movements."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.topics import MOVEMENTS


class MovementLaunched(Event):
    """A movement was launched; deeds may be rewarded while it lasts."""

    type: ClassVar[str] = "movement.launched"
    topic: ClassVar[str] = MOVEMENTS
    key: ClassVar[str] = "movement_id"

    movement_id: UUID
    code: str
    kind: str
    name_vi: str
    window_from: date
    window_to: date
    interim_review_on: date | None = None
    final_review_on: date
