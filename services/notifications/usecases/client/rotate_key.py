"""A client proves itself with another key from now on."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.client import ClientKey, ClientKeyUnreadableError
from services.notifications.usecases.client.reach import require_reach
from services.notifications.usecases.gateway.ports import Clients, Proofs, Units
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class RotateClientKey:
    """The new key counts at once; the one before for seven days more, or, when others may know it, no longer.

    A client names its own key, an operator that of any.
    Raises: ClientKeyUnreadableError, ClientKeyKnownError, ForbiddenError.
    """

    clients: Clients
    units: Units
    proofs: Proofs
    clock: Clock

    async def __call__(self, ref: str, kid: str, jwk: Mapping[str, str], cause: Cause, *, at_once: bool) -> None:
        client = await self.clients.get(ref, cause)
        action = cause.action if cause.actor.ref == client.ref else "any_client.rotate_key"
        require_reach(cause.actor, action, client.units, await self.units.chart())
        if not self.proofs.can_use(jwk):
            raise ClientKeyUnreadableError(kid=kid)
        key = ClientKey(kid, dict(jwk), self.clock())
        await self.clients.save(client.with_key(key, at_once=at_once), cause)
