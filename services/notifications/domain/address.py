"""Where a call may go out to: addresses of the open internet, and those that an operator opened.

Source: IANA's registries of special addresses for IPv4 and IPv6; RFC 6052 for IPv4 inside IPv6.
`ipaddress.is_global` is not asked: what it answers changes with the version of Python.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS: Final = frozenset({443, 8443})

_REFUSED_V4: Final = tuple(
    IPv4Network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
_OPEN_V6: Final = IPv6Network("2000::/3")
_REFUSED_V6: Final = tuple(IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_EMBEDS_V4: Final = IPv6Network("64:ff9b::/96")
_LOW_32_BITS: Final = 0xFFFFFFFF

_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LAST_LABEL: Final = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")
_OF_A_HOUSE: Final = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"})
_LONGEST_HOST: Final = 253


ANY_CLIENT: Final = "*"
"""Stands for every client; for a machine of a developer, not for production."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A network inside that an operator opened for the endpoints of one client, at one host and port."""

    client_ref: str
    host: str
    network: Network
    port: int


def forbidden(address: str, opened: Iterable[Network] = ()) -> str | None:
    """The rule that forbids to connect to this address; None when it is allowed. `opened` are exceptions for it."""
    try:
        judged = ip_address(address)
    except ValueError:
        return "not an address"
    if any(judged in network for network in opened if network.version == judged.version):
        return None
    return _forbidden_v4(judged) if isinstance(judged, IPv4Address) else _forbidden_v6(judged)


def _forbidden_v4(address: IPv4Address) -> str | None:
    return next((str(network) for network in _REFUSED_V4 if address in network), None)


def _forbidden_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "zone id"
    if address in _EMBEDS_V4:
        return _forbidden_v4(IPv4Address(int(address) & _LOW_32_BITS))
    if address not in _OPEN_V6:
        return "outside 2000::/3"
    return next((str(network) for network in _REFUSED_V6 if address in network), None)


def url_fault(url: str, opened: Iterable[Opened] = ()) -> str | None:
    """The rule that an endpoint's URL breaks; None when it breaks none. Its addresses are judged at each connect."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return "not a URL"
    if any(one.host == parts.hostname and one.port == port for one in opened):
        return None if parts.scheme in {"https", "http"} and _is_plain(url, parts) else "not a URL"
    if parts.scheme != "https":
        return "https only"
    if not _is_plain(url, parts):
        return "not a URL"
    if port not in PORTS:
        return "port 443 or 8443"
    return host_fault(parts.hostname or "")


def _is_plain(url: str, parts: SplitResult) -> bool:
    """Without a name and password, a fragment, or letters that programs read in different ways."""
    is_visible = url.isascii() and url.isprintable() and not set(url) & set(' \\<>"{}|^`')
    return is_visible and "@" not in parts.netloc and not parts.fragment and "%" not in parts.netloc


def host_fault(host: str) -> str | None:
    """A host is a name of the open internet, in the letters that DNS carries; no address in any spelling."""
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return "not a host name"
    if not _LAST_LABEL.fullmatch(labels[-1]):
        return "an address, not a name"
    return "a name of a house" if len(labels) == 1 or labels[-1] in _OF_A_HOUSE else None


def opened_for(client_ref: str, opened: Iterable[Opened]) -> tuple[Opened, ...]:
    """The places inside that the endpoints of a client may be at."""
    return tuple(one for one in opened if one.client_ref in (ANY_CLIENT, client_ref))


def networks_for(host: str, port: int, opened: Iterable[Opened]) -> list[Network]:
    """The networks that are open for calls to this host at this port."""
    return [one.network for one in opened if (one.host, one.port) == (host, port)]


def network(text: str) -> Network:
    """Read `10.20.0.0/16`. Raises: ValueError."""
    return ip_network(text)
