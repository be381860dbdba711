"""The review gives a file back to its unit."""

from dataclasses import replace
from datetime import date

from services.nominations.domain.eligibility import Reason
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import IN_REVIEW, RETURNED
from shared.kernel.steps import Step


def follow_return(file: Nomination, reasons: tuple[Reason, ...], *, on: date, due_on: date) -> Nomination:
    """The file lies with its unit to be completed; one that is not in review has gone on otherwise."""
    if file.state != IN_REVIEW:
        return file
    steps = (*file.steps, Step("complete", due_on))
    return replace(file, state=RETURNED, reasons=reasons, returned_on=on, return_due_on=due_on, steps=steps)
