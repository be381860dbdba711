"""Debian's chromium for tests, driven by playwright. Without it they fail and say which one line installs it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files

from playwright.async_api import Browser, Page, Route, ViewportSize, async_playwright

CHROMIUM = "/usr/bin/chromium"
INSTALL = "apt-get install -y --no-install-recommends chromium"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NARROW: ViewportSize = {"width": 320, "height": 700}
WIDE: ViewportSize = {"width": 1280, "height": 900}


class NoChromiumError(AssertionError):
    """Chromium is not here and could not be installed."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser of its own. Raises: NoChromiumError."""
    await _require_chromium()
    async with async_playwright() as tools:
        opened = await tools.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(ARGUMENTS))
        try:
            yield opened
        finally:
            await opened.close()


async def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


async def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links standing alone that are lower than 44 pixels."""
    found: list[str] = await page.evaluate(_SMALL)
    return found


async def inaccessible(page: Page) -> list[str]:
    """What is wrong with a page at 320 and 1280 pixels: axe-core's findings, and a focus that cannot be seen.

    axe needs JavaScript and people's windows have none here, so it looks at a copy of what the page is now, unfolded.
    """
    browser_of_page = page.context.browser
    assert browser_of_page is not None
    html = await page.content()

    async def as_it_is(route: Route) -> None:
        if route.request.is_navigation_request():
            await route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            await route.continue_()

    context = await browser_of_page.new_context(reduced_motion="reduce")
    try:
        copy = await context.new_page()
        await copy.route("**/*", as_it_is)
        await copy.goto(page.url)
        await copy.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        await copy.evaluate(_axe())
        found: list[str] = []
        for size in (NARROW, WIDE):
            await copy.set_viewport_size(size)
            found += [f"{page.url} at {size['width']}: {fault}" for fault in await copy.evaluate(_INACCESSIBLE)]
            await copy.keyboard.press("Tab")
            found += [f"{page.url} at {size['width']}: {fault}" for fault in await copy.evaluate(_UNSEEN_FOCUS)]
        return found
    finally:
        await context.close()


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


async def _require_chromium() -> None:
    if shutil.which(CHROMIUM):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for line in ("apt-get update", INSTALL):
            await (await asyncio.create_subprocess_shell(line)).wait()
    if not shutil.which(CHROMIUM):
        raise NoChromiumError(f"these tests need chromium: sudo {INSTALL}")


_SMALL = """() => {
  const chosen = "button, .nut, .nut-dau, select, textarea, summary, .dieu-huong a, "
    + "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), label.chon";
  return [...document.querySelectorAll(chosen)]
    .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 120));
}"""

_INACCESSIBLE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
  const result = await axe.run(document, {
    runOnly: tags, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"],
  });
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.html.slice(0, 160)}`));
}"""

_UNSEEN_FOCUS = """() => {
  const able = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(able)].filter((one) => one.getClientRects().length).filter((one) => {
    one.focus();
    const style = getComputedStyle(one);
    return document.activeElement !== one || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2;
  }).map((one) => `no visible focus ${one.outerHTML.slice(0, 160)}`);
}"""
