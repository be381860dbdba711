"""The register of each client's units is copied to the client's own topic."""

from dataclasses import dataclass, field, replace
from typing import Final

from services.notifications.domain.client import Client
from services.notifications.domain.cursor import Cursor, CursorForkedError
from services.notifications.domain.mirror import LEASE, Mirror
from services.notifications.usecases.gateway.ports import Clients
from services.notifications.usecases.gateway.read_awards import AwardsPage, ReadAwards
from services.notifications.usecases.mirror.ports import Mirrors, MirrorTopic
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock
from shared.kernel.errors import UnavailableError

_PAGE: Final = 500


@dataclass(slots=True)
class CopyRegister:
    """Copy what is new, in the order of the register, for every client that has a mirror.

    One replica at a time writes to a topic, under a lease. Whoever takes it over, or does not know what became of its
    last append, reads where the topic ends and goes on there: a death at any line loses nothing and repeats nothing. In
    a history that was lost in a restore it goes on where both are still the same.
    """

    clients: Clients
    awards: ReadAwards
    mirrors: Mirrors
    topics: MirrorTopic
    secret: Secret
    clock: Clock
    _token: str = ""
    _ends: dict[str, Cursor] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Raises: UnavailableError after every client was tried."""
        self._token = self._token or self.secret()
        away: UnavailableError | None = None
        for client in await self.clients.mirrored():
            try:
                await self._copy(client)
            except UnavailableError as error:
                self._ends.pop(client.ref, None)
                away = error
        if away is not None:
            raise away

    async def _copy(self, client: Client) -> None:
        while True:
            held = await self._held(client)
            if held is None:
                return
            page = await self._page(client, held.cursor)
            if not page.items or not await self._still_held(client):
                return
            await self.topics.append(client.ref, page.items)
            self._ends[client.ref] = page.next
            await self.mirrors.move(client.ref, self._token, page.next)
            if not page.has_more:
                return

    async def _held(self, client: Client) -> Mirror | None:
        """How far the topic is, when it is this replica's now."""
        now = self.clock()
        held = await self.mirrors.take(client.ref, self._token, now, now + LEASE)
        if held is None:
            return None
        if held.is_new or client.ref not in self._ends:
            # A topic that nothing came to for 30 days is empty, and does not tell.
            end = await self.topics.end(client.ref)
            self._ends[client.ref] = end if end.seq else held.cursor
        return replace(held, cursor=self._ends[client.ref])

    async def _still_held(self, client: Client) -> bool:
        """Whether nobody wrote to the topic since it was looked at; the whole lease is ahead again."""
        now = self.clock()
        held = await self.mirrors.take(client.ref, self._token, now, now + LEASE)
        if held is None or held.is_new:
            self._ends.pop(client.ref, None)
            return False
        return True

    async def _page(self, client: Client, since: Cursor) -> AwardsPage:
        try:
            return await self.awards(client, since, unit=None, limit=_PAGE, wait_seconds=0)
        except CursorForkedError as forked:
            return await self.awards(client, forked.resume_from, unit=None, limit=_PAGE, wait_seconds=0)
