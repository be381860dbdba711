"""What was rewarded stays as it was when it was rewarded."""

from services.nominations.domain.deed import Deed, RewardedDeedError
from services.nominations.usecases.ports import AwardHistory


async def require_unrewarded(deed: Deed, awards: AwardHistory) -> None:
    """Raises: RewardedDeedError when an award stands on the deed."""
    for contributor in deed.contributors:
        number = await awards.rewarded_by(
            deed_id=deed.id, fingerprint=deed.fingerprint, subject_ref=contributor.subject_ref
        )
        if number is not None:
            raise RewardedDeedError(number=number)
