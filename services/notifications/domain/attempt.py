"""One try as it is kept for those who look for a fault."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.domain.delivery import Delivery
from services.notifications.domain.outcome import Ended, Outcome, Phase
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Attempt:
    """When which address was called, how far that came, and how the answer begins. Kept for 90 days."""

    id: UUID
    delivery_id: UUID
    at: datetime
    outcome: Outcome
    status: int
    ms: int
    reason: str
    phase: Phase | None
    ip: str
    snippet: str


def attempt_of(delivery: Delivery, ended: Ended, at: datetime) -> Attempt | None:
    """The try that a lease was for. A first one that succeeded stands in the delivery itself: None."""
    if ended.outcome is Outcome.OK and delivery.last is None:
        return None
    seen = ended.seen
    return Attempt(
        id=id_from("attempt", delivery.id, delivery.token),
        delivery_id=delivery.id,
        at=at,
        outcome=ended.outcome,
        status=ended.status,
        ms=ended.ms,
        reason=ended.reason,
        phase=seen.phase if seen else None,
        ip=seen.ip if seen else "",
        snippet=seen.snippet if seen else "",
    )
