"""How much of the house one client may take, in places, registrations, proofs and tokens; also of what it disabled."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from services.notifications.domain.endpoint import CALLS_WINDOW, MOST_PROOFS, CallKind, Endpoint, TooManyCallsError
from shared.kernel.errors import RefusedError

MOST_OF_A_CLIENT: Final = 20
MOST_A_DAY: Final = 2 * MOST_OF_A_CLIENT
MOST_PROOFS_OF_A_CLIENT: Final = MOST_OF_A_CLIENT * MOST_PROOFS
"""In an hour, whatever is registered, disabled and opened again in it: each proof is a call to whatever was named."""

MOST_GRANTS_OF_A_CLIENT: Final = MOST_OF_A_CLIENT
"""In an hour: each is a pair that is tried at whatever address was named."""

COUNTED: Final = timedelta(days=1)
"""What counts below happened in it, or is in use."""


class TooManyEndpointsError(RefusedError):
    """A client has twenty at most; those that were disabled do not count."""

    code = "TOO_MANY_ENDPOINTS"


class TooManyRegistrationsError(RefusedError):
    """A client registers forty in a day at most, whatever became of them."""

    code = "TOO_MANY_REGISTRATIONS"


def free_slot(known: Iterable[Endpoint]) -> int:
    """The first place that a client with these has left. Raises: TooManyEndpointsError."""
    taken = {one.slot for one in known}
    found = next((slot for slot in range(1, MOST_OF_A_CLIENT + 1) if slot not in taken), None)
    if found is None:
        raise TooManyEndpointsError(most=MOST_OF_A_CLIENT)
    return found


def slot_for_another(known: Collection[Endpoint], at: datetime) -> int:
    """The place of one more that a client with these registers now.

    Raises: TooManyEndpointsError, TooManyRegistrationsError.
    """
    if sum(at - one.created_at < COUNTED for one in known) >= MOST_A_DAY:
        raise TooManyRegistrationsError(most=MOST_A_DAY)
    return free_slot(known)


def require_grants_left(known: Iterable[Endpoint], at: datetime) -> None:
    """A client with these may name tokens, or what ends so soon that it is said at once, once more.

    Raises: TooManyCallsError.
    """
    named = sum(at - each < CALLS_WINDOW for one in known for each in one.grants_named_at)
    if named >= MOST_GRANTS_OF_A_CLIENT:
        raise TooManyCallsError(most=MOST_GRANTS_OF_A_CLIENT)


def require_proofs_left(known: Iterable[Endpoint], at: datetime) -> None:
    """A client with these may have one more asked whether it wants our calls. Raises: TooManyCallsError."""
    calls = (call for one in known for call in one.calls)
    if sum(call.kind is CallKind.PROOF and at - call.at < CALLS_WINDOW for call in calls) >= MOST_PROOFS_OF_A_CLIENT:
        raise TooManyCallsError(most=MOST_PROOFS_OF_A_CLIENT)
