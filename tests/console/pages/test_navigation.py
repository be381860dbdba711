"""The second bar has at most five entries, and leads everybody to every page of theirs in two steps."""

import re

import pytest

from services.console.pages.navigation import GROUPS, MOST, NOTICES, PREFERENCES, Screen, navigation
from services.console.pages.visit import Page
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.policy import PUBLIC, may
from shared.runtime.web.doors import policy_of
from tests.console.desk import Desk

NO_SCREEN = {"/", "/dang-nhap", "/dang-nhap/tro-ve", "/luong", "/favicon.ico", "/tien-thuong/tep"}
"""The front door leads on, signing in is in the top bar, and a stream, an icon and a file are no pages."""
SCREENS = [NOTICES, PREFERENCES, *(screen for _, screens in GROUPS for screen in screens)]
EVERYBODY = [frozenset({role}) for role in Role] + [frozenset(Role)]


def lists(desk: Desk) -> dict[str, str]:
    """Every page that is not of one thing, with its policy."""
    pages = [route for route in desk.service.app.routes if isinstance(route, Page) and "GET" in (route.methods or ())]
    return {page.path: policy_of(page) or "" for page in pages if "{" not in page.path and page.path not in NO_SCREEN}


def links(html: str) -> set[str]:
    """Where the links and forms of a page lead."""
    return {address.partition("?")[0] for address in re.findall(r'(?:href|action)="(/[^"]*)"', html)}


@pytest.mark.parametrize("roles", EVERYBODY, ids=lambda roles: min(roles) if len(roles) == 1 else "all")
async def test_two_steps_lead_to_every_page_that_a_role_may_open(desk: Desk, roles: frozenset[Role]) -> None:
    grants = [(role, "STP-HP") for role in roles]
    actor = Actor("AI-01", tuple(Grant(*grant) for grant in grants))
    allowed = {path for path, action in lists(desk).items() if action == PUBLIC or may(actor, action, ["STP-HP"])}
    async with desk.visited_by(actor.ref, *grants) as client:
        bar = [entry.address for entry in navigation(actor, "/viec").bar]
        opened = [(await client.get(address)).text for address in bar]
    assert len(bar) <= MOST
    assert allowed - set(bar).union(*map(links, opened)) == set()


async def test_the_bars_know_the_policy_of_every_page(desk: Desk) -> None:
    assert {screen.address: screen.action for screen in SCREENS} == {
        path: action for path, action in lists(desk).items() if path != "/ho-so"
    }, "a file is sought by its number on the page of one's work"


@pytest.mark.parametrize("screen", SCREENS[2:], ids=lambda screen: screen.address)
def test_a_page_and_the_group_it_is_in_are_marked(screen: Screen) -> None:
    everything = Actor("AI-01", tuple(Grant(role, "STP-HP") for role in Role))
    for address, mark in ((screen.address, "page"), (f"{screen.address}/1", "true")):
        shown = navigation(everything, address)
        (above,) = [entry for entry in shown.bar if entry.current]
        own = [entry for entry in (shown.screens or shown.bar) if entry.current]
        assert [(entry.address, entry.current) for entry in own] == [(screen.address, mark)]
        assert above.current == ("true" if shown.screens else mark)
        assert above.label == (shown.group or screen.label)


def test_few_screens_need_no_groups_and_the_public_sees_what_is_public() -> None:
    member = Actor("HD-02", (Grant(Role.RECIPIENT, "STP-HP"),))
    assert [entry.address for entry in navigation(member, "/viec").bar] == [
        "/viec", "/don-vi", "/guong-sang", "/lay-y-kien",
    ]  # fmt: skip
    assert [entry.label for entry in navigation(None, "/guong-sang").bar] == ["Gương sáng", "Lấy ý kiến"]
