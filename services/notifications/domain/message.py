"""What is said of an event to those whom it concerns."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """One message, planned once and never again. `id` is derived from event and template.

    `audience` are keys that may read it, `hidden_from` keys of persons who may not yet. `about` is the public code of
    the file, session or decision it speaks of.
    """

    id: UUID
    template: str
    template_version: int
    audience: tuple[str, ...]
    hidden_from: tuple[str, ...]
    text_vi: str
    about: str
    about_id: UUID
    text_en: str = ""
