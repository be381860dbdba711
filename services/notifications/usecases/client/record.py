"""An operator records a client: who it is, what it may do, for which units, and how it proves itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.notifications.domain.client import (
    Client,
    ClientKey,
    ClientKeyUnreadableError,
    ClientNameUnfitError,
    Scope,
    client_id,
)
from services.notifications.domain.endpoint import UnknownUnitError
from services.notifications.usecases.client.reach import places_of, require_reach
from services.notifications.usecases.gateway.ports import Clients, Proofs, Units
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """A client as an operator writes it. Keys only say how a new one begins; later ones come by rotation."""

    ref: str
    name_vi: str
    scopes: frozenset[Scope]
    units: frozenset[str]
    kid: str | None = None
    jwk: Mapping[str, str] | None = None
    is_mirrored: bool = False
    hears_in_full: bool = False


@dataclass(frozen=True, slots=True)
class RecordClient:
    """Take a client in, or give one that is known another name, other scopes or other units. Its keys stay.

    Raises: ClientNameUnfitError, ClientKeyUnreadableError, UnknownUnitError, ForbiddenError (a unit out of scope, also
    of one that it had).
    """

    clients: Clients
    units: Units
    proofs: Proofs
    clock: Clock

    async def __call__(self, record: ClientRecord, cause: Cause) -> None:
        chart = await self.units.chart()
        for unit in sorted(record.units):
            if unit not in chart.paths:
                raise UnknownUnitError(unit=unit)
        require_reach(cause.actor, cause.action, record.units, chart)
        if await self.clients.find(record.ref) is None:
            client = self._new(record)
        else:
            client = await self.clients.get(record.ref, cause)
            require_reach(cause.actor, cause.action, client.units, chart)
        changed = replace(
            client,
            name_vi=record.name_vi,
            scopes=record.scopes,
            units=record.units,
            is_mirrored=record.is_mirrored,
            hears_in_full=record.hears_in_full,
            places=places_of(record.units, chart),
        )
        await self.clients.save(changed, cause)

    def _new(self, record: ClientRecord) -> Client:
        if "_" in record.ref:
            raise ClientNameUnfitError(ref=record.ref)
        if record.kid is None or record.jwk is None or not self.proofs.can_use(record.jwk):
            raise ClientKeyUnreadableError(kid=record.kid or "–")
        key = ClientKey(record.kid, dict(record.jwk), self.clock())
        return Client(
            id=client_id(record.ref),
            ref=record.ref,
            name_vi=record.name_vi,
            keys=(key,),
            scopes=record.scopes,
            units=record.units,
        )
