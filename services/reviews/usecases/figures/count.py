"""An award enters the figures, or leaves them."""

from dataclasses import dataclass

from services.reviews.domain.figures import STAGES, CountedAward
from services.reviews.usecases.figure_ports import Figures
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class CountAward:
    """An award was granted: it is counted once in the month of its decision. It may be told again at any time."""

    figures: Figures

    async def __call__(self, granted: AwardGranted, _: Cause) -> None:
        took = granted.lead_times.model_dump(include=set(STAGES))
        await self.figures.count(
            CountedAward(
                award_id=granted.award_id,
                unit_path=granted.unit_path,
                month=f"{granted.decided_on:%Y-%m}",
                nomination_type=granted.nomination_type,
                days={stage: days for stage, days in took.items() if days is not None},
                groups=_groups(granted),
            )
        )


@dataclass(frozen=True, slots=True)
class TakeAwardBack:
    """An award was revoked: figures count it no longer. It may be told again at any time."""

    figures: Figures

    async def __call__(self, revoked: AwardRevoked, _: Cause) -> None:
        await self.figures.take_back(revoked.award_id, revoked.unit_id, f"{revoked.decided_on:%Y-%m}")


def _groups(granted: AwardGranted) -> tuple[str, ...]:
    if granted.subject_kind == "individual":
        return (granted.subject_kind, *([granted.work_role] if granted.work_role else ()))
    return (granted.subject_kind, *(["small_collective"] if granted.small_collective else ()))
