"""What a receiver under test says that it holds. Source: docs/integration.md, "The sandbox report"."""

from pydantic import BaseModel, ConfigDict, Field


class Held(BaseModel):
    """Of one award: the sequence and the type of the event that counts, which is the one with the highest sequence."""

    model_config = ConfigDict(frozen=True)

    sequence: int = Field(ge=0)
    last: str


class Pulled(BaseModel):
    """Of the register: behind which cursor, how many entries, and the fold of their hashes."""

    model_config = ConfigDict(frozen=True)

    cursor: str
    count: int = Field(ge=0)
    fold: str


class Report(BaseModel):
    """`events` counts each `webhook-id` once; `subjects` are the awards that they told of."""

    model_config = ConfigDict(frozen=True)

    events: int = Field(ge=0)
    subjects: dict[str, Held]
    pulled: Pulled | None = None
