"""Pieces that several events carry."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen piece of an event; unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Share(Part):
    """What one contributor has of a deed, in whole percent, and since when that one confirms it."""

    subject_ref: str
    share: int
    confirmed_on: date | None = None


class EvidenceHash(Part):
    """One file of evidence: only its hash rides on the bus."""

    sha256: str


class Step(Part):
    """One step of a file: when our own target and the law's limit fall due (days in Asia/Ho_Chi_Minh)."""

    name: str
    due_on: date
    legal_due_on: date | None = None
    done_on: date | None = None


class ReasonGiven(Part):
    """Why something was refused or returned: a code of the vocabulary and the rule; words are asked of the owner."""

    code: str
    rule_id: str | None = None
    citation: str | None = None


class OpinionAsked(Part):
    """A body that is asked because of the form, until when, and what its silence counts as.

    `held_days` are the working days for which the case had stood still by then; an old message does not say.
    """

    opinion_id: UUID
    body_id: str
    due_on: date
    silence: str
    held_days: int = 0


class Verdict(Part):
    """What one rule said: `pass`, `fail` or `unknown`, with the rule's citation and the SHA-256 of what it looked at.

    Where an accepted file has `unknown`, a person decided; why is asked of the owner.
    """

    rule_id: str
    verdict: str
    citation: str
    inputs_hash: str = ""


class TitleWon(Part):
    """An annual form won for a year, and the unit at which it was won."""

    form_code: str
    year: int
    unit_code: str


class Seat(Part):
    """A member of a council and the days on which the member sits, both included; an end without a day is open."""

    member_ref: str
    since: date | None = None
    until: date | None = None


class Recusal(Part):
    """A member who may not vote on one case, and the ground that was computed or declared."""

    case_id: str
    member_ref: str
    ground: str


class VoteResult(Part):
    """A closed vote on one case: totals and the hash of the sealed count, nothing else."""

    case_id: str
    yes: int
    no: int
    base: int
    present: int
    entitled: int
    threshold: str
    passed: bool
    tally_hash: str


class Wording(Part):
    """The words of an award that everybody reads, from its grant on."""

    subject_label: str
    citation_vi: str


class LeadTimes(Part):
    """How long it took. Working days by the calendar, null in a year without one, and calendar days beside.

    What counts from the deed is null where there is none. `submitted_decided` is without the `held` working days for
    which the file stood still to be verified.
    """

    deed_known: int | None
    known_submitted: int | None
    submitted_decided: int | None
    total: int | None
    calendar_days: int | None
    held: int = 0
