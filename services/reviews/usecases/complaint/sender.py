"""Who sent a complaint, as it is sealed."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Sender:
    """The account that sent it, and how to reach the person if that was said."""

    ref: str
    contact: str | None

    def written(self) -> str:
        """As text, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """From text that was sealed."""
        return cls(**json.loads(text))
