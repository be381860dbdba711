"""A card of the honour wall."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

REVOKED_SHOWN = timedelta(days=30)
"""How long the wall says that an award was revoked, before its card leaves; its own page says so for ever."""


@dataclass(frozen=True, slots=True)
class Card:
    """A published award as everybody may see it. `seq` is its dense number on the wall, 0 before it hangs there.

    `days` are those from the deed to the decision; an award for a year's work has none.
    `corrected_on` is the day on which its words were last set right, `revoked_on` that on which it was taken back.
    """

    award_id: UUID
    subject_label: str
    subject_kind: str
    unit_id: str
    citation_vi: str
    form_name_vi: str
    grantor_unit_id: str
    number: str
    decided_on: date
    days: int | None
    published_at: datetime
    seq: int = 0
    corrected_on: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class WallLine:
    """What happened on the wall at the number `seq`: the card was hung, or changed. The card is as it stands now."""

    seq: int
    card: Card
    is_change: bool
