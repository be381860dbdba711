"""A unit takes back a file that is in review: at once, or as soon as the decisions that may name it let it go."""

from dataclasses import replace

from services.reviews.domain.case import DECIDABLE, IN_REVIEW, Case
from services.reviews.domain.case_parts import CaseState, TooLateSignedError, Withdrawal
from shared.kernel.errors import ConflictError


def ask_to_withdraw(case: Case, asked: Withdrawal) -> Case:
    """It ends; one that a decision may name waits for that: whoever saves the decision first has decided.

    Raises: OnHoldError, TooLateSignedError, ConflictError.
    """
    if case.state is CaseState.GRANTED:
        raise TooLateSignedError(number=case.facts.number)
    if case.is_leaving:
        raise ConflictError("STATE_CHANGED", state=case.state.value)
    case.require(*IN_REVIEW)
    noted = replace(case, withdrawal=asked)
    return noted if case.state in DECIDABLE else noted.withdraw()
