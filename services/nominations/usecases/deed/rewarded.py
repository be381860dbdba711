"""Whether a deed was rewarded, under whichever registration."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.nominations.domain.deed import Deed, RewardedDeedError
from services.nominations.usecases.ports import AwardHistory, Deeds


@dataclass(frozen=True, slots=True)
class Rewarded:
    """Asks the history of awards for a deed and all that are linked with it, leaving out those kept apart from it."""

    deeds: Deeds
    awards: AwardHistory

    async def by(self, deed: Deed, subject_ref: str) -> str | None:
        """The number of the decision that rewarded this subject for the deed."""
        return await self.awards.rewarded_by(
            deed_ids={deed.id, *await self.deeds.kin(deed.id)},
            fingerprint=deed.fingerprint,
            subject_ref=subject_ref,
            apart=deed.kept_apart,
        )

    async def require_none(self, deed: Deed, subject_refs: Iterable[str]) -> None:
        """What was rewarded stays as it was then. Raises: RewardedDeedError."""
        for subject_ref in subject_refs:
            number = await self.by(deed, subject_ref)
            if number is not None:
                raise RewardedDeedError(number=number)
