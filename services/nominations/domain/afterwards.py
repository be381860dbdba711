"""What becomes of a file that nobody completed, or that ended without an award."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import INELIGIBLE, LAPSED, NOT_GRANTED, RETURNED
from shared.kernel.errors import ConflictError


def lapse(file: Nomination, on: date) -> Nomination:
    """Nobody completed the returned file in time. One that was, or still may be, is given back."""
    if file.state != RETURNED or file.return_due_on is None or on <= file.return_due_on:
        return file
    return replace(file, state=LAPSED)


def reroute(file: Nomination, to: UUID) -> Nomination:
    """A draft of another form goes on where the file ended, once. Raises: ConflictError."""
    if file.state not in (INELIGIBLE, NOT_GRANTED) or file.rerouted_to is not None:
        raise ConflictError("STATE_CHANGED", state=file.state)
    return replace(file, rerouted_to=to)
