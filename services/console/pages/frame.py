"""The frame around every page: templates, assets under hashed addresses, security headers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from services.console.domain.clocks import clock_vi, is_late
from services.console.domain.wall import Card
from services.console.pages.navigation import NOTICES, PREFERENCES, navigation
from services.console.pages.wording import FILTERS
from services.console.usecases.ports import SignIn
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks

_HERE = Path(__file__).resolve().parent.parent
STATIC = _HERE / "static"


@dataclass(frozen=True)
class Frame:
    """Draws pages. `issuer_origin` is where a form may lead besides here: the sign-in redirects there."""

    packs: RulePacks
    clock: Clock
    issuer_origin: str

    @cached_property
    def environment(self) -> Environment:
        """The templates; autoescape always, a missing name is an error."""
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(FILTERS)
        environment.globals["asset"] = self.asset
        environment.globals["clock_vi"] = lambda due, case: clock_vi(due, self.today, self.packs, case)
        environment.globals["is_late"] = lambda due: is_late(due, self.today)
        return environment

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return local_day(self.clock())

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """A short hash of every static file, by its name."""
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in STATIC.iterdir()}

    def asset(self, name: str) -> str:
        """The address of a static file; it changes with the content."""
        return f"/tinh/{name}?v={self.versions[name]}"

    def page(
        self, template: str, who: SignIn | None, path: str, *, status: int = HTTPStatus.OK, **content: object
    ) -> HTMLResponse:
        """One page for one person."""
        known = {
            "who": who,
            "here": path,
            "navigation": navigation(who.actor if who else None, path),
            "notices": NOTICES,
            "preferences": PREFERENCES,
            "today": self.today,
        }
        html = self.environment.get_template(template).render(**known, **content)
        return HTMLResponse(html, status_code=status, headers=self.headers)

    def card(self, card: Card, names: Mapping[str, str]) -> str:
        """One card of the wall, for the page and for the live stream."""
        return self.environment.get_template("the.html").render(card=card, names=names, is_new=True)

    @property
    def headers(self) -> Mapping[str, str]:
        """What browsers may do with a page."""
        policy = (
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
            f"form-action 'self' {self.issuer_origin}"
        )
        return {"Content-Security-Policy": policy, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
