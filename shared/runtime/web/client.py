"""How HTTP is asked: httpx, over the connections of aiohttp (decision 24)."""

import asyncio

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport


def http_client(*, timeout: httpx.Timeout | float = 5.0, connections: int = 100) -> httpx.AsyncClient:
    """A client that leaves the environment's proxies alone; whoever has it closes it.

    Whatever goes wrong is an `httpx.TransportError`. The answer must begin within the sum of the timeouts for
    connecting, writing and reading; then each part of it within that for reading.
    """
    transport = _Transport(limits=httpx.Limits(max_connections=connections))
    return httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False)


class _Transport(AiohttpTransport):
    """Ends a request that the other side does not read, and words what the transport itself leaves unworded."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(_seconds(request)):
                return await super().handle_async_request(request)
        except TimeoutError as error:
            raise httpx.WriteTimeout("the request was not read in time", request=request) from error
        except aiohttp.ClientError as error:
            raise httpx.RemoteProtocolError(str(error), request=request) from error


def _seconds(request: httpx.Request) -> float | None:
    limits = request.extensions.get("timeout", {})
    parts = [limits.get(name) for name in ("connect", "write", "read")]
    return None if None in parts else sum(parts)
