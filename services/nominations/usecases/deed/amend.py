"""A proposer corrects or completes a registered deed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from services.nominations.domain.deed import Deed, DeedInReviewError
from services.nominations.usecases.deed.describe import describe
from services.nominations.usecases.deed.rewarded import Rewarded
from services.nominations.usecases.nomination.attach import attached
from services.nominations.usecases.ports import Deeds, EvidenceFiles, Nominations, Organisation
from shared.contracts.deeds import DeedAmended
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day


@dataclass(frozen=True, slots=True)
class AmendDeed:
    """Correct or complete a deed that no award stands on.

    Its days, results and evidence stay while a file of it is accepted or in review: whoever appraised, voted or signed
    saw these. Such a file is returned first.

    Emits: DeedAmended.
    Raises: RewardedDeedError, DeedInReviewError, DisputedDeedError, LinkedDeedError, FutureDeedError, DeedDatesError,
    SharesError, UnknownSubjectError, EvidenceUnknownError, ForbiddenError.
    """

    deeds: Deeds
    nominations: Nominations
    rewarded: Rewarded
    organisation: Organisation
    files: EvidenceFiles
    clock: Clock

    async def __call__(self, deed_id: UUID, changes: Mapping[str, object], cause: Cause) -> None:
        deed = await self.deeds.get(deed_id, cause)
        await self.rewarded.require_none(deed, deed.contributor_refs)
        told = deed.amended(local_day(self.clock()), **changes)
        amended = replace(told, evidence=attached(self.files, told.evidence))
        await self._require_unweighed(deed, amended)
        for contributor in amended.contributors:
            await self.organisation.subject(contributor.subject_ref)
        await self.deeds.save(amended, emits=[DeedAmended(**describe(amended))], because_of=cause)

    async def _require_unweighed(self, deed: Deed, amended: Deed) -> None:
        number = None if amended.weighed == deed.weighed else await self.nominations.in_review_of(deed.id)
        if number is not None:
            raise DeedInReviewError(number=number)
