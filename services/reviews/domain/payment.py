"""The money of awards, as those who pay it and ask it back go through it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.reviews.domain.award import STANDING, Award, AwardState
from shared.kernel.errors import RefusedError


class PaymentState(StrEnum):
    """What is to be done about the bonus of an award, or was."""

    DUE = "due"
    PAID = "paid"
    TO_RECOVER = "to_recover"


class TooManyPaymentsError(RefusedError):
    """A list that leaves out a payment would be a wrong one, so a list that is too long is none."""

    code = "TOO_MANY_PAYMENTS"


@dataclass(frozen=True, slots=True)
class PaymentsAsked:
    """Which bonuses: of awards decided from a first to a last day, by one grantor or by all."""

    state: PaymentState
    first: date
    last: date
    grantor_unit_id: str | None = None


def payment_state(award: Award) -> PaymentState | None:
    """How it stands with the bonus of an award; None when there is nothing to pay, for now or at all."""
    if award.state is AwardState.REVOKED:
        revocation = award.revoked
        return PaymentState.TO_RECOVER if revocation.recovered_vnd < revocation.due_vnd else None
    if award.state not in STANDING or not award.granted.bonus_vnd:
        return None
    if award.paid_on is not None:
        return PaymentState.PAID
    return None if award.is_under_examination else PaymentState.DUE


def amount_of(award: Award) -> int:
    """How many đồng its line is about: the bonus, or what is still to come back of it."""
    if award.state is AwardState.REVOKED:
        return award.revoked.due_vnd - award.revoked.recovered_vnd
    return award.granted.bonus_vnd


def in_order(award: Award) -> tuple[date, str, str]:
    """Lines stand by day, decision and file, so that the same list always is the same file."""
    return award.granted.decided_on, award.decision_number, award.facts.number
