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
from services.console.pages.wording import FILTERS
from services.console.usecases.ports import SignIn
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock, local_day
from shared.kernel.policy import POLICY, may
from shared.kernel.rulepack import RulePacks

_HERE = Path(__file__).resolve().parent.parent
STATIC = _HERE / "static"

_NAVIGATION = (
    ("/viec", "Việc của tôi", "work.read"),
    ("/de-nghi", "Đề nghị khen", "nomination.draft"),
    ("/to-trinh", "Tờ trình", "submission.read"),
    ("/phien", "Phiên xét", "session.read"),
    ("/cho-ky", "Chờ ký", "any_decision.read"),
    ("/y-kien", "Ý kiến", "opinion.read"),
    ("/tien-thuong", "Tiền thưởng", "payment.read"),
    ("/thanh-tich", "Thành tích", "deed.read"),
    ("/goi-y", "Gợi ý", "suggestion.read"),
    ("/dien-hinh", "Điển hình", "exemplar.read"),
    ("/kiem-tra", "Kiểm tra", "finding.read"),
    ("/dieu-hanh", "Điều hành", "metric.read"),
    ("/don-vi", "Đơn vị", "metric.read"),
    ("/don", "Đơn thư", "complaint.read"),
    ("/thong-bao", "Thông báo", "notice.read"),
    ("/van-hanh", "Vận hành", "parked.read"),
)


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
            "navigation": [entry[:2] for entry in _NAVIGATION if who and holds_role(who.actor, entry[2])],
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


def holds_role(actor: Actor, action: str) -> bool:
    """Whether the person holds a role for the action anywhere."""
    return may(actor, action, tuple(actor.places(POLICY[action])))
