"""Pages of things that the console does not keep: their owner shows and changes them, with the reader's own token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import RedirectResponse, Response

from services.console.pages.acting import key_of, new_key
from services.console.pages.fault import Fault, fault_of
from services.console.pages.frame import Frame
from services.console.pages.visit import Gate, Visit
from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners, Units

Json = Mapping[str, Any]
_SHOWN = "200"


@dataclass(frozen=True, slots=True)
class Passing:
    """What such pages share: the list, the one thing, the act, and the page around them."""

    gate: Gate
    frame: Frame
    owners: Owners
    units: Units

    async def listed(self, visit: Visit, path: str, **query: str) -> Sequence[Json] | None:
        """The first 200 of what this reader may see; None while the owner does not answer."""
        try:
            answer = await self.owners.ask(visit.signed_in, path, limit=_SHOWN, **query)
        except (OwnerDownError, OwnerRefusedError):
            return None
        return list(answer) if isinstance(answer, list) else []

    async def open_first(self, visit: Visit, path: str, opened: str, closed: str) -> Sequence[Json] | None:
        """Those in the open states before the others, so that what is old and over hides nothing that waits."""
        waiting, over = [await self.listed(visit, path, state=states) for states in (opened, closed)]
        return None if waiting is None or over is None else [*waiting, *over]

    async def one(self, visit: Visit, path: str, **query: str) -> Json:
        """One thing. Raises: OwnerRefusedError, OwnerDownError, which have pages of their own."""
        answer: Json = await self.owners.ask(visit.who, path, **query)
        return answer

    async def done(
        self, visit: Visit, path: str, body: Json, *, version: int | None = None
    ) -> tuple[Json | None, Fault | None]:
        """Send the act of a form: what the owner answers, or why it did not happen.

        With the `version` that was read it happens only to what still stands so.
        """
        try:
            return await self.owners.act(visit.who, path, body, key_of(visit), version=version), None
        except (OwnerRefusedError, OwnerDownError) as error:
            return None, fault_of(error)

    async def draw(self, visit: Visit, template: str, fault: Fault | None, **content: object) -> Response:
        """The page; after a fault with what was typed, and the same key."""
        return self.frame.page(
            template,
            visit.signed_in,
            visit.path,
            status=fault.status if fault else HTTPStatus.OK,
            units=await self.units.names(),
            fault=fault,
            fields=(fault.fields or {}) if fault else {},
            values=visit.form,
            key=key_of(visit) if fault else new_key(),
            **content,
        )


def to(address: str) -> Response:
    """Go to the page that shows what was done."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def missing(form: Mapping[str, str], needed: Mapping[str, str]) -> dict[str, str]:
    """What must be filled in and is not, by field."""
    return {name: sentence for name, sentence in needed.items() if not form.get(name)}
