"""An exemplar is recognised by the award of its deed."""

from dataclasses import dataclass

from services.nominations.usecases.exemplar.describe import head
from services.nominations.usecases.ports import Deeds, Exemplars
from shared.contracts.awards import AwardGranted
from shared.contracts.exemplars import ExemplarRecognised
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class RecogniseExemplar:
    """An award was granted: when its deed came of an exemplar, that is recognised.

    Emits: ExemplarRecognised.
    """

    deeds: Deeds
    exemplars: Exemplars

    async def __call__(self, granted: AwardGranted, cause: Cause) -> None:
        if granted.deed_id is None:
            return
        deed = await self.deeds.seen(granted.deed_id, cause)
        if deed.exemplar_id is None:
            return
        exemplar = await self.exemplars.get(deed.exemplar_id, cause)
        recognised = exemplar.recognise(granted.subject_ref, granted.award_id)
        if recognised is not exemplar:
            event = ExemplarRecognised(**head(recognised), award_id=granted.award_id)
            await self.exemplars.save(recognised, emits=[event], because_of=cause)
