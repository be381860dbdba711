"""An accepted file goes to review by itself."""

from dataclasses import dataclass

from services.nominations.domain.states import ACCEPTED
from services.nominations.usecases.nomination.describe import submitted_facts
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationAccepted, NominationForwarded, NominationReleased
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ForwardNomination:
    """Forward the file that was just accepted, or released as such.

    One that was returned, withdrawn or held meanwhile stays where it is.

    Emits: NominationForwarded.
    """

    nominations: Nominations

    async def __call__(self, event: NominationAccepted | NominationReleased, cause: Cause) -> None:
        nomination = await self.nominations.get(event.nomination_id, cause)
        if nomination.state != ACCEPTED:
            return
        forwarded = nomination.forward()
        news = NominationForwarded(**submitted_facts(forwarded))
        await self.nominations.save(forwarded, emits=[news], because_of=cause)
