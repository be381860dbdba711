"""A movement enters the figures, and its awards."""

from dataclasses import dataclass

from services.reviews.domain.formalism import Movement
from services.reviews.usecases.figure_ports import Formalities
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.movements import MovementLaunched
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowMovement:
    """A movement was launched: its window is known. It may be told again, and after its awards."""

    formalities: Formalities

    async def __call__(self, launched: MovementLaunched, cause: Cause) -> None:
        window = (launched.window_from, launched.window_to)
        movement = Movement(launched.movement_id, launched.code, launched.unit_path, *window)
        await self.formalities.launch(movement, cause.sequence)


@dataclass(frozen=True, slots=True)
class CountMovementAward:
    """An award of a movement was granted: it is counted once on the day of its decision. It may be told again."""

    formalities: Formalities

    async def __call__(self, granted: AwardGranted, _: Cause) -> None:
        if granted.movement_id is not None:
            await self.formalities.award(granted.movement_id, granted.award_id, granted.decided_on)


@dataclass(frozen=True, slots=True)
class TakeMovementAwardBack:
    """An award was revoked: no movement counts it any longer. It may be told again."""

    formalities: Formalities

    async def __call__(self, revoked: AwardRevoked, _: Cause) -> None:
        await self.formalities.take_back(revoked.award_id)
