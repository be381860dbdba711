"""Confirmed exemplars expire by themselves."""

from dataclasses import dataclass

from services.nominations.domain.deed import deed_id_of_exemplar
from services.nominations.domain.exemplar import IDLE
from services.nominations.usecases.exemplar.describe import head
from services.nominations.usecases.ports import Exemplars, Nominations
from shared.contracts.exemplars import ExemplarExpired
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyHandledError, StaleError


@dataclass(frozen=True, slots=True)
class ExpireExemplars:
    """A year after their confirmation those without an award expire, unless a file of their deed is under way.

    A job asks.

    Emits: ExemplarExpired.
    """

    exemplars: Exemplars
    nominations: Nominations
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        for exemplar_id in await self.exemplars.confirmed_until(today - IDLE):
            if await self.nominations.open_of_deed(deed_id_of_exemplar(exemplar_id)):
                continue
            cause = job_cause("nominations", "expire exemplar", exemplar_id)
            try:
                exemplar = await self.exemplars.get(exemplar_id, cause)
                expired = exemplar.expire(today)
                if expired is not exemplar:
                    await self.exemplars.save(expired, emits=[ExemplarExpired(**head(expired))], because_of=cause)
            except (AlreadyHandledError, StaleError):
                continue  # another replica was faster; if a person was, the next run looks again
