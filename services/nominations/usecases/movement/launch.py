"""A movement is launched."""

from dataclasses import dataclass
from datetime import date

from services.nominations.domain.movement import Movement, movement_id_of
from services.nominations.usecases.ports import Organisation
from shared.contracts.movements import MovementLaunched
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class MovementPlan:
    """A movement as its owner plans it."""

    code: str
    kind: str
    name_vi: str
    owner: str
    window_from: date
    window_to: date
    final_review_on: date
    interim_review_on: date | None = None


@dataclass(frozen=True, slots=True)
class LaunchMovement:
    """Launch a movement; deeds may be rewarded while it lasts.

    Emits: MovementLaunched.
    Raises: UnknownUnitError, MovementDatesError, ForbiddenError.
    """

    organisation: Organisation
    clock: Clock

    async def __call__(self, plan: MovementPlan, cause: Cause) -> None:
        owner = await self.organisation.unit(plan.owner, local_day(self.clock()))
        permit(cause.actor, cause.action, owner.path)
        movement = Movement(
            id=movement_id_of(plan.code),
            code=plan.code,
            kind=plan.kind,
            name_vi=plan.name_vi,
            owner_code=owner.code,
            unit_path=owner.path,
            window_from=plan.window_from,
            window_to=plan.window_to,
            final_review_on=plan.final_review_on,
            interim_review_on=plan.interim_review_on,
        )
        await self.organisation.record_movement(movement, emits=[_launched(movement)], because_of=cause)


def _launched(movement: Movement) -> MovementLaunched:
    return MovementLaunched(
        unit_id=movement.owner_code,
        unit_path=movement.unit_path,
        movement_id=movement.id,
        code=movement.code,
        kind=movement.kind,
        name_vi=movement.name_vi,
        window_from=movement.window_from,
        window_to=movement.window_to,
        interim_review_on=movement.interim_review_on,
        final_review_on=movement.final_review_on,
    )
