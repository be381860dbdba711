"""The HTTP client of people who are played."""

import httpx
from httpx_aiohttp import AiohttpTransport


def http_client(connections: int = 100) -> httpx.AsyncClient:
    """A client that leaves the environment's proxies alone. The caller closes it."""
    limits = httpx.Limits(max_connections=connections)
    return httpx.AsyncClient(transport=AiohttpTransport(limits=limits), trust_env=False)
