"""A report enters the figures."""

from dataclasses import dataclass

from services.reviews.usecases.figure_ports import Formalities
from shared.contracts.nominations import NominationReceived
from shared.kernel.cause import Cause
from shared.kernel.clock import local_day


@dataclass(frozen=True, slots=True)
class CountReport:
    """A file was taken in hand: its report is counted once, in the month of the first time, as it reads now.

    Raises: ValueError when the envelope has no time.
    """

    formalities: Formalities

    async def __call__(self, received: NominationReceived, cause: Cause) -> None:
        if cause.at is None:
            raise ValueError(f"{received.type} {cause.id} has no time")
        month, repeats = f"{local_day(cause.at):%Y-%m}", received.repeats is not None
        await self.formalities.report(
            received.nomination_id, received.unit_path, month, cause.sequence, repeats=repeats
        )
