"""uvicorn's HTTP, of which an answer may take the connection over.

An answer that stays open for half an hour needs no task, no parser and no request that waits with it: of thousands they
are nearly all that an open stream costs (docs/decisions/0071-a-live-stream-takes-its-connection-over.md).
"""

import asyncio
from typing import Any, Final, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_EXTENSION: Final = "kipthoi.handover"


class HandingProtocol(HttpToolsProtocol):
    """As uvicorn has it. `tests/shared/runtime/web/test_live.py` tells when what is used of it is no longer so."""

    def on_headers_complete(self) -> None:
        """Offer the connection to whoever answers."""
        scope = cast("dict[str, Any]", self.scope)
        scope["extensions"] = {_EXTENSION: self._hand_over}
        super().on_headers_complete()

    def _hand_over(self, taker: asyncio.Protocol) -> None:
        """From here on the connection is the taker's, and nothing of this request is held for it."""
        transport, self.cycle.response_complete = self.transport, True
        transport.set_protocol(taker)
        self.connections.discard(self)
        self.cycle = self.scope = self.parser = None  # type: ignore[assignment]
        taker.connection_made(transport)


def take_over(scope: Scope, taker: asyncio.Protocol) -> None:
    """Let a protocol have the connection of a request whose answer has begun.

    It is told of the connection at once, and of the end of one that has ended meanwhile.
    Raises: KeyError under a server that does not hand over.
    """
    scope["extensions"][_EXTENSION](taker)
