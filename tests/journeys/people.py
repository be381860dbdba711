"""People in a browser: each with a window of their own, on the running system."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.async_api import Browser, FilePayload, Page, expect

from tests.browser import NARROW, WIDE, inaccessible, sideways, small_targets


@dataclass
class Person:
    """One signed-in person, without JavaScript. Every page a person looks at must fit 320 pixels."""

    page: Page
    shots: Path

    async def go(self, path: str) -> None:
        await self.page.goto(path)

    async def press(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).click()

    async def follow(self, label: str) -> None:
        await self.page.get_by_role("link", name=label).first.click()

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.page.locator("main")).to_contain_text(text)

    async def looks(self, name: str) -> None:
        """A picture at both widths: nothing stands out sideways, every target can be hit, nobody is left out."""
        found = await inaccessible(self.page)
        assert found == [], f"{name}: {found}"
        for size in (NARROW, WIDE):
            await self.page.set_viewport_size(size)
            await self.page.screenshot(path=self.shots / f"{name}-{size['width']}.png", full_page=True)
            assert (await sideways(self.page), await small_targets(self.page)) == (0, []), (name, size)

    async def until(self, path: str, text: str) -> None:
        """Load a page again until it says so: what others did arrives within moments."""
        for _ in range(40):
            await self.page.goto(path)
            if text in await self.page.locator("main").inner_text():
                return
            await self.page.wait_for_timeout(250)
        await self.sees(text)

    async def fill_day(self, name: str, day: date) -> None:
        for part, value in (("d", day.day), ("m", day.month), ("y", day.year)):
            await self.page.fill(f"[name={name}-{part}]", str(value))


@asynccontextmanager
async def signed_in(browser: Browser, console: str, ref: str, shots: Path) -> AsyncIterator[Person]:
    """A window in which this person has signed in at the issuer."""
    context = await browser.new_context(base_url=console, locale="vi-VN", java_script_enabled=False, viewport=None)
    context.set_default_timeout(15_000)
    try:
        page = await context.new_page()
        await page.set_viewport_size(WIDE)
        await page.goto("/dang-nhap")
        await page.locator("main").get_by_role("button", name="Đăng nhập").click()
        await page.locator(f'button[value="{ref}"]').click()
        await page.wait_for_url("**/viec")
        yield Person(page, shots)
    finally:
        await context.close()


def pdf(name: str) -> Sequence[FilePayload]:
    """A small file of evidence."""
    return [{"name": name, "mimeType": "application/pdf", "buffer": f"%PDF-1.4 {name}".encode()}]
