"""What the events of a delegation tell."""

from typing import Any

from services.reviews.domain.delegation import Delegation


def about(delegation: Delegation) -> dict[str, Any]:
    """The fields that every event of a delegation has."""
    return {
        "delegation_id": delegation.id,
        "grantor_unit_id": delegation.grantor_unit_id,
        "grantor_ref": delegation.grantor_ref,
        "delegate_ref": delegation.delegate_ref,
        "number": delegation.number,
        "first_on": delegation.first,
        "last_on": delegation.last,
        "unit_id": delegation.grantor_unit_id,
        "unit_path": delegation.path,
    }
