"""Follow who sits in which council."""

from dataclasses import dataclass

from services.console.usecases.ports import Change, Rows
from shared.contracts.councils import CouncilChanged
from shared.kernel.cause import Cause


@dataclass(frozen=True, slots=True)
class FollowCouncil:
    """Write a council into its row, once."""

    councils: Rows

    async def __call__(self, event: CouncilChanged, cause: Cause) -> None:
        """Apply one event."""
        fields: dict[str, object] = {
            "code": event.code,
            "unit_id": event.unit_id,
            "chair_ref": event.chair_ref,
            "member_refs": list(event.member_refs),
            "seats": [seat.model_dump(mode="json") for seat in event.seats],
        }
        await self.councils.apply(event.council_id, Change("council", cause.sequence, fields))
