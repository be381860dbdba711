"""An emulation officer resolves who did a deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.nominations.domain.attribution import Hearing
from services.nominations.domain.deed import Contributor
from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.ports import Deeds, Organisation
from shared.contracts.deeds import DeedAttributionResolved
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class ResolveDispute:
    """Hear both sides and say who did it; its files go on.

    Emits: DeedAttributionResolved.
    Raises: NotHeardError, SharesError, UnknownSubjectError, ForbiddenError, RoleSeparationError, ConflictError.
    """

    deeds: Deeds
    organisation: Organisation
    clock: Clock

    async def __call__(
        self, deed_id: UUID, contributors: Sequence[Contributor], claimant_vi: str, contributors_vi: str, cause: Cause
    ) -> None:
        deed = await self.deeds.get(deed_id, cause)
        hearing = Hearing(claimant_vi, contributors_vi, cause.actor.ref)
        resolved = deed.resolve(contributors, hearing, local_day(self.clock()))
        for contributor in contributors:
            await self.organisation.subject(contributor.subject_ref)
        ended = resolved.disputes[-1]
        event = DeedAttributionResolved(
            **describe(resolved), claimant_ref=ended.claim.claimant_ref, outcome=str(ended.outcome)
        )
        await self.deeds.save(resolved, emits=[event], because_of=cause)
