"""One item of the in-app feed, as its readers see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """A message with its number in the feed. `kind` is the event it tells of, `about` the file's or decision's code.

    What was said before there was English has none.
    """

    seq: int
    id: UUID
    event_id: UUID
    kind: str
    at: datetime
    unit_id: str
    audience: tuple[str, ...]
    hidden_from: tuple[str, ...]
    template: str
    template_version: int
    text_vi: str
    about: str
    about_id: UUID
    text_en: str = ""

    def shown(self) -> dict[str, Any]:
        """The item as JSON for a reader; for whom else it is, and from whom it is hidden, is not shown."""
        return {
            "seq": self.seq,
            "id": str(self.id),
            "event_id": str(self.event_id),
            "kind": self.kind,
            "at": self.at.isoformat(timespec="milliseconds"),
            "unit_id": self.unit_id,
            "template": self.template,
            "text_vi": self.text_vi,
            "text_en": self.text_en,
            "about": self.about,
            "about_id": str(self.about_id),
        }
