"""A client names where its system listens."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.address import opened_for, url_fault
from services.notifications.domain.announced import require_announced
from services.notifications.domain.endpoint import (
    MOST_FILTERS,
    Endpoint,
    KeyKind,
    Ordering,
    TooManyFiltersError,
    UnknownUnitError,
    UrlForbiddenError,
)
from services.notifications.domain.share import COUNTED, slot_for_another
from services.notifications.usecases.endpoint.keys import key_for
from services.notifications.usecases.endpoint.ports import EndpointPorts
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock
from shared.kernel.ids import id_from
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to call, at whose unit, and what about. Without kinds or units: all, and the own unit."""

    url: str
    unit: str
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    ordering: Ordering = Ordering.SUBJECT
    signs_with: KeyKind = KeyKind.ED25519
    contact: str | None = None


def endpoint_id_of(cause_id: UUID) -> UUID:
    """The id of the endpoint that a command registers."""
    return id_from("endpoint", cause_id)


@dataclass(frozen=True, slots=True)
class RegisterEndpoint:
    """Take an endpoint in. It is sent nothing before it has shown that it wants our calls.

    Raises: UrlForbiddenError, UnknownKindError, TooManyFiltersError, UnknownUnitError, TooManyEndpointsError,
    TooManyRegistrationsError, NoVaultError, ForbiddenError (also: a unit to hear of that is not in the own scope).
    """

    ports: EndpointPorts
    clock: Clock

    async def __call__(self, wish: Wish, cause: Cause) -> None:
        endpoint_id = endpoint_id_of(cause.id)
        await self.ports.endpoints.unseen(endpoint_id, cause)
        path = await self._path(wish.unit, cause)
        for unit in wish.units:
            await self._path(unit, cause)
        rule = url_fault(wish.url, opened_for(cause.actor.ref, self.ports.opened))
        if rule is not None:
            raise UrlForbiddenError(rule=rule)
        if len(wish.kinds) + len(wish.units) > MOST_FILTERS:
            raise TooManyFiltersError(most=MOST_FILTERS)
        kinds, now, keys = require_announced(wish.kinds), self.clock(), self.ports.keys
        known = await self.ports.endpoints.counted_of(cause.actor.ref, now - COUNTED)
        endpoint = Endpoint(
            id=endpoint_id,
            client_ref=cause.actor.ref,
            unit_id=wish.unit,
            unit_path=path,
            url=wish.url,
            kinds=kinds,
            units=tuple(dict.fromkeys(wish.units)),
            ordering=wish.ordering,
            slot=slot_for_another(known, now),
            keys=(key_for(keys, wish.signs_with, cause, now),),
            created_at=now,
            contact_sealed=None if wish.contact is None else keys.seal(wish.contact),
            contact_mark="" if wish.contact is None else keys.mark(wish.contact.lower()),
        )
        await self.ports.endpoints.save(endpoint, because_of=cause)

    async def _path(self, unit: str, cause: Cause) -> tuple[str, ...]:
        path = await self.ports.units.path(unit)
        if path is None:
            raise UnknownUnitError(unit=unit)
        permit(cause.actor, cause.action, path)
        return path
