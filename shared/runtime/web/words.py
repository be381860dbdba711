"""How a technical refusal is worded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One technical refusal: its HTTP status, the sentence and the way out, each in both languages."""

    status: int
    vi: str
    en: str
    way_out_vi: str
    way_out_en: str


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What is wrong with one field. `{name}` takes a limit that the check states, never what was sent."""

    code: str
    vi: str
    en: str
