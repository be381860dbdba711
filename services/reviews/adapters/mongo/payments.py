"""Which awards stand on a list of payments, as a query: the same as `payment_state` says of each."""

from collections.abc import Mapping
from typing import Any, Final

from services.reviews.domain.award import STANDING, AwardState
from services.reviews.domain.payment import PaymentsAsked, PaymentState

_STANDS: Final = {
    "state.state": {"$in": sorted(STANDING)},
    "state.grant.bonus_vnd": {"$gt": 0},
}
_BACK: Final = {"$gt": ["$state.revocation.due_vnd", "$state.revocation.recovered_vnd"]}
_WANTED: Final[Mapping[PaymentState, Mapping[str, Any]]] = {
    PaymentState.DUE: {**_STANDS, "state.paid_on": None, "state.examined_for.0": {"$exists": False}},
    PaymentState.PAID: {**_STANDS, "state.paid_on": {"$ne": None}},
    PaymentState.TO_RECOVER: {"state.state": AwardState.REVOKED.value, "$expr": _BACK},
}


def payments_query(asked: PaymentsAsked) -> dict[str, Any]:
    """The awards with such payments."""
    days = {"$gte": asked.first.isoformat(), "$lte": asked.last.isoformat()}
    query = {**_WANTED[asked.state], "state.grant.decided_on": days}
    if asked.grantor_unit_id is not None:
        query["state.facts.grantor_unit_id"] = asked.grantor_unit_id
    return query
