"""Whom a form wants asked about every file, and what silence counts as. Source: the rule packs."""

from dataclasses import dataclass
from enum import StrEnum


class Silence(StrEnum):
    """What it counts as when a body that was asked says nothing in time."""

    CONSENT = "consent"
    OBJECT = "object"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OpinionRule:
    """A body that is asked about every file of a form, and the working days it has to answer."""

    body_id: str
    days: int
    silence: Silence


@dataclass(frozen=True, slots=True)
class ConsultationRule:
    """The public is asked about every file of a form, for so many working days, with or without the name."""

    days: int
    names_public: bool
