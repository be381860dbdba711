"""What an endpoint may ask to hear of. Pure."""

from collections.abc import Collection

from services.notifications.domain.endpoint import ANNOUNCED, OFFERED
from shared.kernel.errors import RefusedError


class UnknownKindError(RefusedError):
    """No such event is told to systems outside."""

    code = "EVENT_NOT_ANNOUNCED"


def require_announced(kinds: Collection[str]) -> tuple[str, ...]:
    """What an endpoint wants to hear; without a wish, all of the register. Raises: UnknownKindError."""
    unknown = set(kinds) - OFFERED
    if unknown:
        raise UnknownKindError(kind=min(unknown))
    return tuple(sorted(set(kinds) or ANNOUNCED))
