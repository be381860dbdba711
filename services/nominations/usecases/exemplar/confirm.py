"""A head or an officer confirms an exemplar."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.usecases.exemplar.describe import head
from services.nominations.usecases.ports import Exemplars
from shared.contracts.exemplars import ExemplarConfirmed
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ConfirmExemplar:
    """Say that the figures are right and that it is one; its deed can be registered from now on.

    Emits: ExemplarConfirmed.
    Raises: ForbiddenError, RoleSeparationError, ExemplarDecidedError, FiguresUncheckedError.
    """

    exemplars: Exemplars
    clock: Clock

    async def __call__(self, exemplar_id: UUID, cause: Cause, *, figures_checked: bool) -> None:
        exemplar = await self.exemplars.get(exemplar_id, cause)
        confirmed = exemplar.confirm(local_day(self.clock()), figures_checked=figures_checked)
        await self.exemplars.save(confirmed, emits=[ExemplarConfirmed(**head(confirmed))], because_of=cause)
