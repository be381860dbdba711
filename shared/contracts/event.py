"""What every event has."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Something that happened. A subclass names its `type`, `version`, `topic` and the field with the aggregate's id.

    `unit_path` leads from the root unit to `unit_id`, as of the day of the deed; scopes are checked against it.
    Fields a reader does not know are ignored, so that a field with a default may be added.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    version: ClassVar[int] = 1
    topic: ClassVar[str]
    key: ClassVar[str]

    unit_id: str
    unit_path: tuple[str, ...]

    @property
    def aggregate_id(self) -> UUID:
        """The aggregate that this happened to; the key on the bus."""
        value = getattr(self, self.key)
        if not isinstance(value, UUID):
            raise TypeError(f"{self.type}.{self.key} is no UUID")
        return value
