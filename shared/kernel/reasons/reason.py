"""A refusal in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The sentence in Vietnamese and English, and the way out in both. `{name}` takes a parameter."""

    sentence_vi: str
    sentence_en: str
    way_out_vi: str
    way_out_en: str
