"""A head or an officer dismisses an exemplar."""

from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.exemplar import Dismissal
from services.nominations.usecases.exemplar.describe import head
from services.nominations.usecases.ports import Exemplars
from shared.contracts.exemplars import ExemplarDismissed
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class DismissExemplar:
    """Say why figures that stand out are no exemplar.

    Emits: ExemplarDismissed.
    Raises: ForbiddenError, RoleSeparationError, ExemplarDecidedError, FiguresUncheckedError, DismissalUnsaidError.
    """

    exemplars: Exemplars
    clock: Clock

    async def __call__(
        self, exemplar_id: UUID, why: Dismissal, reason_vi: str, cause: Cause, *, figures_checked: bool
    ) -> None:
        exemplar = await self.exemplars.get(exemplar_id, cause)
        dismissed = exemplar.dismiss(why, reason_vi, local_day(self.clock()), figures_checked=figures_checked)
        event = ExemplarDismissed(**head(dismissed), reason=why.value)
        await self.exemplars.save(dismissed, emits=[event], because_of=cause)
