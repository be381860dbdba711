"""Who is connected, and what a proxy in front of a service says: for whom it asks, and by which scheme."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network

FORWARDED: Final = "x-forwarded-for"
SCHEME: Final = "x-forwarded-proto"

_SCHEMES: Final = frozenset({"http", "https"})


def is_from(request: HTTPConnection, proxies: Sequence[Network]) -> bool:
    """Whether it is one of `proxies` that is connected."""
    return request.client is not None and _is_among(_read(request.client.host), proxies)


def scheme(request: HTTPConnection, proxies: Sequence[Network]) -> str:
    """The scheme by which it was asked: of the connection, or what the nearest of `proxies` says of its own.

    What stands left of its word, a client may have written.
    """
    connected = str(request.scope.get("scheme", "http"))
    if not is_from(request, proxies):
        return connected
    told = ",".join(request.headers.getlist(SCHEME)).rpartition(",")[2].strip().lower()
    return told if told in _SCHEMES else connected


def address(request: HTTPConnection, proxies: Sequence[Network]) -> str:
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


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_among(one: IPv4Address | IPv6Address | None, networks: Sequence[Network]) -> bool:
    return one is not None and any(one in network for network in networks if network.version == one.version)
