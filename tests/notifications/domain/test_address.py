from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.address import (
    Opened,
    forbidden,
    host_fault,
    network,
    networks_for,
    opened_for,
    url_fault,
)

SPECIAL = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4"),
]
SPELLINGS = [
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
    ),
    *("127.0.0.1.", "0", "0.0.0.0", "00000177.1", "127.0.0.0x1", "127.00000.1", "1.1.1.1", "8.8.8.8", "0x8.8.8.8"),  # noqa: S104
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[fe80::1%25eth0]", "[fd00::1]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:4860:4860::8888]", "[::127.0.0.1]", "[fec0::1]", "[ff02::1]"),
    *("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local", "db.internal", "x.intranet", "nas.lan"),
    *("router.home", "wiki.corp", "1.0.0.127.in-addr.arpa", "hidden.onion", "intranet", "kafka", "metadata"),
    *("127。0。0。1", "①②⑦.0.0.1", "１２７.0.0.1", "127%2e0%2e0%2e1", "%6cocalhost", "loc\u00adalhost", "exa mple.vn"),
    *("user@so.example.vn", "user:pw@so.example.vn", "so.example.vn#@127.0.0.1", "127.0.0.1\\@so.example.vn"),
    *("so_bad.example.vn", "-so.example.vn", "so-.example.vn", "so..example.vn", ".example.vn", "example.1", "a.0x1"),
    *("so.example.vn:80", "so.example.vn:22", "so.example.vn:99999", "so.example.vn:x", "", "so.example.123"),
]


@given(st.sampled_from(SPECIAL).map(IPv4Network), st.integers(0, 2**28 - 1))
def test_no_special_address_is_allowed_in_either_family(special: IPv4Network, number: int) -> None:
    inside = special[number % special.num_addresses]
    assert forbidden(str(inside))
    assert forbidden(f"64:ff9b::{int(inside) >> 16:x}:{int(inside) & 0xFFFF:x}")
    for wrapped in (f"::ffff:{inside}", f"::{inside}", f"2002:{int(inside) >> 16:x}:{int(inside) & 0xFFFF:x}::1"):
        assert forbidden(wrapped)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_every_other_address_is_allowed(address: IPv4Address) -> None:
    is_special = any(address in IPv4Network(special) for special in SPECIAL)
    assert (forbidden(str(address)) is not None) == is_special


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_of_ipv6_only_what_is_given_out_to_the_world_is_allowed(address: IPv6Address) -> None:
    if forbidden(str(address)) is None:
        assert address in network("2000::/3") or address in network("64:ff9b::/96")
        assert not any(address in network(bad) for bad in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


@pytest.mark.parametrize("address", ["fe80::1%eth0", "2400:1::1%1", "", "so.example.vn", "127.1"])
def test_a_zone_and_what_is_no_address_are_forbidden(address: str) -> None:
    assert forbidden(address)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_an_address_or_of_a_house_gets_through(spelling: str) -> None:
    assert url_fault(f"https://{spelling}/nhan")


def test_there_are_sixty_spellings() -> None:
    assert len(set(SPELLINGS)) >= 60


@pytest.mark.parametrize(
    "url",
    ["https://so.example.vn/nhan", "https://SO.example.vn:8443/nhan?x=1", "https://xn--t-phap-8za.example.vn/"],
)
def test_a_name_of_the_open_internet_is_taken(url: str) -> None:
    assert url_fault(url) is None


@pytest.mark.parametrize("url", ["http://so.example.vn/", "ftp://so.example.vn/", "//so.example.vn/", "so.example.vn"])
def test_only_https_is_taken(url: str) -> None:
    assert url_fault(url) == "https only"


def test_what_an_operator_opened_is_allowed_there_and_nowhere_else_to_its_client_alone() -> None:
    places = [Opened("HT-A", "nhan.tinh.lan", network("10.20.0.0/16"), 9443)]
    opened = opened_for("HT-A", places)
    assert url_fault("https://nhan.tinh.lan:9443/x", opened_for("HT-B", places))
    assert url_fault("https://nhan.tinh.lan:9443/x", opened) is None
    assert url_fault("https://nhan.tinh.lan/x", opened)
    inside = networks_for("nhan.tinh.lan", 9443, opened)
    assert forbidden("10.20.1.1", inside) is None
    assert forbidden("10.21.1.1", inside)
    assert networks_for("nhan.tinh.lan", 443, opened) == []


def test_a_host_name_ends_in_letters() -> None:
    assert host_fault("so.example.vn") is None
    assert ip_address("1.2.3.4")
    assert host_fault("1.2.3.4") == "an address, not a name"
