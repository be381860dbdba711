"""Who is connected, and for whom a proxy in front of this gateway says that it asks."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from starlette.requests import Request

from services.notifications.domain.address import Address, Network

FORWARDED: Final = "x-forwarded-for"


def is_from(request: Request, proxies: Sequence[Network]) -> bool:
    """Whether it is one of `proxies` that is connected."""
    return request.client is not None and _is_among(_read(request.client.host), proxies)


def address(request: Request, proxies: Sequence[Network]) -> str:
    """The address that asks: of whoever is connected, or of whom the nearest of `proxies` saw.

    Each proxy adds at the right end whom it saw, so what stands left of the first that is none of `proxies` is passed
    over: a client may have written it.
    """
    connected = request.client.host if request.client else ""
    if not is_from(request, proxies):
        return connected
    for told in reversed(",".join(request.headers.getlist(FORWARDED)).split(",")):
        seen = _read(told.strip())
        if seen is None:
            return connected
        if not _is_among(seen, proxies):
            return str(seen)
    return connected


def _read(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_among(one: Address | None, networks: Sequence[Network]) -> bool:
    return one is not None and any(one in network for network in networks if network.version == one.version)
