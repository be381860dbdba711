"""A case is given back: its file lacks something, and lies with its unit until it is forwarded again."""

from dataclasses import replace

from services.reviews.domain.case import Case
from services.reviews.domain.case_parts import CaseState, FindingMissingError, GivenBack
from services.reviews.domain.steps import reopened


def give_back(case: Case, given: GivenBack) -> Case:
    """The unit completes the file; then it is screened, forwarded and appraised anew, and nobody is awaited meanwhile.

    Raises: OnHoldError, ConflictError, FindingMissingError.
    """
    case.require(CaseState.APPRAISING, CaseState.READY)
    if not given.lacks:
        raise FindingMissingError(field="reasons")
    return replace(
        case,
        state=CaseState.RETURNED,
        given_back=given,
        appraiser_ref=None,
        verdict=None,
        findings=(),
        awaits=(),
        steps=reopened(case.steps, "appraise", "consult"),
    )
