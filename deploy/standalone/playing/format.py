"""The form of a scenario file: who does what, when, and what must come of it. `docs/scenarios.md` explains it."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_SECONDS = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(ms|s|m)?\s*$")
_FACTOR = {"ms": 0.001, "s": 1.0, "m": 60.0, None: 1.0}
PATIENCE_SECONDS = 10.0
_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"


def _seconds(value: object) -> object:
    found = _SECONDS.match(str(value))
    if found is None:
        raise ValueError("a time such as 10 s or 500 ms")
    return float(found.group(1)) * _FACTOR[found.group(2)]


def _some(steps: tuple["Step", ...]) -> tuple["Step", ...]:
    if not steps:
        raise PydanticCustomError("no_steps", "at least one step is needed")
    return steps


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Strict):
    """One thing that one person does or looks at.

    `if_version` is the version that the person saw. `when_written` holds expectations that are true only on the dates
    as written, not on a day moved to today.
    """

    as_: str | None = Field(default=None, alias="as", min_length=1)
    at: AwareDatetime | None = None
    do: str = Field(min_length=1)
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    key: str | None = Field(default=None, min_length=1, max_length=200)
    if_version: int | str | None = None
    expect: dict[str, Any] = Field(default_factory=dict)
    when_written: dict[str, Any] = Field(default_factory=dict)
    eventually: Annotated[float, BeforeValidator(_seconds)] = Field(default=PATIENCE_SECONDS, gt=0, le=120)
    save_as: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    note: str = ""


class Scenario(_Strict):
    """A story in the sample province, or in other `worlds`: files of `deploy/standalone/samples`.

    `day` is the day that becomes today when the story is moved to today. It `begins_with` the steps of other stories of
    its folder. One that `needs_clock` cannot be moved to today: what it tells of comes only after days.
    """

    scenario: str = Field(pattern=_NAME, max_length=60)
    title_vi: str = Field(min_length=1)
    day: date
    worlds: tuple[Annotated[str, Field(pattern=_NAME)], ...] = ("world",)
    begins_with: tuple[Annotated[str, Field(pattern=_NAME)], ...] = ()
    needs_clock: bool = False
    steps: Annotated[tuple[Step, ...], AfterValidator(_some)]
