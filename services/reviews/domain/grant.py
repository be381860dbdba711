"""What a signature makes of an award: its money, its statistics and its times, by the pack that the file quotes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Self

from services.reviews.domain.facts import Facts
from services.reviews.domain.lead_times import LeadTimes, lead_times
from shared.kernel.rulepack import RulePack


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: its local day, its instant, and the hash of what was signed."""

    on: date
    at: datetime
    document_sha256: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What the signature made of an award: money in đồng by the pack, on the day of the decision.

    `late`: the deed was known for longer than the pack calls timely before it was nominated.
    """

    decided_on: date
    decided_at: datetime
    form_name_vi: str
    coefficient: str
    base_salary_vnd: int
    bonus_vnd: int
    counted_as: str
    small_collective: bool
    pack: str
    document_sha256: str
    lead_times: LeadTimes
    late: bool = False

    @classmethod
    def by(cls, pack: RulePack, facts: Facts, signed: Signed, held_days: int) -> Self:
        """What the pack that the file quotes gives for this subject on this day."""
        form, decided_on = pack.form(facts.form_code), signed.on
        return cls(
            decided_on=decided_on,
            decided_at=signed.at,
            form_name_vi=form.name_vi,
            coefficient=decimal(form.bonus.get(facts.subject_kind, Fraction(0))),
            base_salary_vnd=pack.base_salary(decided_on),
            bonus_vnd=pack.bonus(facts.form_code, facts.subject_kind, decided_on),
            counted_as=counted_as(facts, decided_on),
            small_collective=is_small_collective(facts, pack.small_collective_max_size),
            pack=pack.citation,
            document_sha256=signed.document_sha256,
            lead_times=lead_times(facts, decided_on, pack.calendar, held_days),
            late=(facts.days_until_received or 0) > pack.late_detection_calendar_days,
        )


def decimal(exact: Fraction) -> str:
    """An exact fraction as people write it, such as 0.3."""
    return str(Decimal(exact.numerator) / exact.denominator)


def counted_as(facts: Facts, decided_on: date) -> str:
    """How statistics count it; a movement's award counts as during it up to the day of its final review."""
    if facts.nomination_type != "movement":
        return facts.nomination_type
    final_review = facts.movement_final_review_on
    return "during_movement" if final_review is None or decided_on <= final_review else "after_movement"


def is_small_collective(facts: Facts, max_size: int) -> bool:
    """Whether the subject is one of the small teams that commendation should favour."""
    return facts.subject_kind == "collective" and facts.size is not None and facts.size <= max_size
