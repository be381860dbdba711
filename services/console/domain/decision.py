"""A decision as the console knows it: which files it holds and whether it is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

STATE_VI: Mapping[str, str] = {"drafted": "Chờ ký", "signed": "Đã ký", "returned": "Đã trả lại"}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that groups awards of one grantor."""

    id: UUID
    number: str = ""
    unit_id: str = ""
    unit_path: tuple[str, ...] = ()
    grantor_unit_id: str = ""
    state: str = "drafted"
    case_ids: tuple[UUID, ...] = ()
    case_numbers: tuple[str, ...] = ()
    decided_on: date | None = None
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def path(self) -> tuple[str, ...]:
        """In whose scope the decision lies."""
        return (*self.unit_path, self.grantor_unit_id)

    @property
    def state_vi(self) -> str:
        """The state as people read it. Raises: KeyError for a state without words."""
        return STATE_VI[self.state]
