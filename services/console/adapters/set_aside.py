"""What services set aside: the owners' over HTTP with the operator's own token, the console's from its own store."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from services.console.usecases.ports import Json, OwnerDownError, OwnerRefusedError, Owners, SignIn
from shared.kernel.ids import id_from
from shared.runtime.operating import parked
from shared.runtime.operating.audit import DeclinedError, Operator
from shared.runtime.operating.doors import SHOWN, set_aside_view
from shared.runtime.service import Service
from shared.runtime.web.sentences import TECHNICAL

_OURS: Final = "console"


@dataclass(frozen=True, slots=True)
class ServicesSetAside:
    """`own` is the console itself, put together after its pages."""

    owners: Owners
    own: Callable[[], Service]

    async def look(self, who: SignIn, owner: str) -> Json:
        """As the port says."""
        if owner == _OURS:
            return set_aside_view(await parked.set_aside(self.own(), SHOWN)).model_dump(mode="json")
        found = await self.owners.ask(who, f"{owner}/operations/parked", limit=str(SHOWN))
        if not isinstance(found, dict):
            raise OwnerDownError(f"{owner}: another release answers")
        return found

    async def retry(self, who: SignIn, owner: str, key: str, reason: str, command: str) -> None:
        """As the port says."""
        if owner != _OURS:
            await self.owners.act(who, f"{owner}/operations/parked/retry", {"key": key, "reason": reason}, command)
            return
        try:
            await parked.retry(self.own(), key, _operator(who, reason, command))
        except DeclinedError as error:
            raise _declined() from error

    async def discard(self, who: SignIn, owner: str, record_id: str, reason: str, command: str) -> None:
        """As the port says."""
        if owner != _OURS:
            await self.owners.act(who, f"{owner}/operations/parked/{record_id}/discard", {"reason": reason}, command)
            return
        try:
            await parked.discard(self.own(), UUID(record_id), _operator(who, reason, command))
        except DeclinedError as error:
            raise _declined() from error


def _operator(who: SignIn, reason: str, command: str) -> Operator:
    return Operator(who.actor.ref, reason, id_from("operation", who.actor.ref, command))


def _declined() -> OwnerRefusedError:
    words = TECHNICAL["operation_declined"]
    return OwnerRefusedError(HTTPStatus.CONFLICT, words.vi, words.way_out_vi)
