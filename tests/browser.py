"""Debian's chromium for tests, driven by playwright. Without it they fail and say which one line installs it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

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
NARROW = {"width": 320, "height": 700}
WIDE = {"width": 1280, "height": 900}


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
