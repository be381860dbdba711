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
