"""An accepted file goes to review by itself."""

from dataclasses import dataclass

from services.nominations.domain.nomination import ACCEPTED
from services.nominations.usecases.nomination.describe import submitted_facts
from services.nominations.usecases.ports import Nominations
from shared.contracts.nominations import NominationAccepted, NominationForwarded
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class ForwardNomination:
    """Forward the file that was just accepted; one that was returned or withdrawn meanwhile stays where it is.

    Emits: NominationForwarded.
    """

    nominations: Nominations

    async def __call__(self, accepted: NominationAccepted, cause: Cause) -> None:
        nomination = await self.nominations.get(accepted.nomination_id, cause)
        if nomination.state != ACCEPTED:
            return
        forwarded = nomination.forward()
        event = NominationForwarded(**submitted_facts(forwarded))
        await self.nominations.save(forwarded, emits=[event], because_of=cause)
