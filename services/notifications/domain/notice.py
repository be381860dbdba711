"""One item of the in-app feed, as its readers see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """A message with its number in the feed. `kind` is the event it tells of, `about` the file's or decision's code."""

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
