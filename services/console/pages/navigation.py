"""The second bar: at most five entries; more screens than that stand in groups, each with a bar of its own below.

Source: section 3 of the console's design. Plain links only, so that it works by keyboard, at 320 pixels and without
JavaScript: an entry of the bar opens the first screen of its group, and there are the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.kernel.actor import Actor
from shared.kernel.policy import POLICY, PUBLIC, may

MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Screen:
    """A page that a person may open from the bar, with the policy of its route."""

    address: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a bar. `current` is what `aria-current` says: "page", "true" above or below it, or nothing."""

    address: str
    label: str
    current: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """What one person sees on one page: the bar, and the other screens of the group that the page is in, if any."""

    bar: Sequence[Entry]
    group: str
    screens: Sequence[Entry]
    opens: frozenset[str]
    """The address of every screen that this person may open."""


NOTICES: Final = Screen("/thong-bao", "Thông báo", "notice.read")
"""It stands in the top bar, beside the account."""

PREFERENCES: Final = Screen("/tuy-chon", "Tùy chọn", "preference.read")
"""Whose account it is leads there, in the top bar."""

GROUPS: Final = (
    ("Việc của tôi", (Screen("/viec", "Việc của tôi", "work.read"),)),
    (
        "Đề nghị",
        (
            Screen("/de-nghi", "Đề nghị khen", "nomination.draft"),
            Screen("/to-trinh", "Tờ trình", "submission.read"),
            Screen("/thanh-tich", "Thành tích", "deed.read"),
            Screen("/goi-y", "Gợi ý", "suggestion.read"),
            Screen("/dien-hinh", "Điển hình", "exemplar.read"),
        ),
    ),
    (
        "Xét và khen",
        (
            Screen("/phien", "Phiên xét", "session.read"),
            Screen("/cho-ky", "Chờ ký", "any_decision.read"),
            Screen("/uy-quyen", "Ủy quyền ký", "delegation.read"),
            Screen("/y-kien", "Ý kiến", "opinion.read"),
            Screen("/tien-thuong", "Tiền thưởng", "payment.read"),
        ),
    ),
    (
        "Theo dõi",
        (
            Screen("/dieu-hanh", "Điều hành", "metric.read"),
            Screen("/don-vi", "Đơn vị", "unit.read"),
            Screen("/ma-don-vi", "Mã đơn vị", "unit_code.record"),
            Screen("/kiem-tra", "Kiểm tra", "finding.read"),
            Screen("/don", "Đơn thư", "complaint.read"),
            Screen("/he-thong", "Hệ thống ngoài", "client.read"),
            Screen("/ket-noi", "Kết nối", "endpoint.read"),
            Screen("/van-hanh", "Vận hành", "parked.read"),
            Screen("/tin-chua-ro", "Tin chưa rõ", "unknown_delivery.read"),
        ),
    ),
    (
        "Gương sáng",
        (Screen("/guong-sang", "Gương sáng", PUBLIC), Screen("/lay-y-kien", "Lấy ý kiến", PUBLIC)),
    ),
)


def navigation(actor: Actor | None, here: str) -> Navigation:
    """The bar for a person, or for the public, at the address `here`."""
    groups = [(label, [one for one in screens if _opens(actor, one)]) for label, screens in GROUPS]
    opened = [screen for _, screens in groups for screen in screens]
    if len(opened) <= MOST:
        return _navigation([_entry(screen, here) for screen in opened], "", (), opened)
    bar: list[Entry] = []
    within: tuple[str, Sequence[Entry]] = ("", ())
    for label, screens in groups:
        entries = [_entry(screen, here) for screen in screens]
        if len(entries) == 1:
            bar += entries
        elif entries:
            is_here = any(entry.current for entry in entries)
            bar.append(Entry(entries[0].address, label, "true" if is_here else ""))
            within = (label, entries) if is_here else within
    return _navigation(bar, *within, opened)


def holds_role(actor: Actor, action: str) -> bool:
    """Whether the person holds a role for the action anywhere."""
    return may(actor, action, tuple(actor.places(POLICY[action])))


def _navigation(bar: Sequence[Entry], group: str, screens: Sequence[Entry], opened: Sequence[Screen]) -> Navigation:
    return Navigation(bar, group, screens, frozenset(screen.address for screen in opened))


def _opens(actor: Actor | None, screen: Screen) -> bool:
    return screen.action == PUBLIC or (actor is not None and holds_role(actor, screen.action))


def _entry(screen: Screen, here: str) -> Entry:
    below = "true" if here.startswith(f"{screen.address}/") else ""
    return Entry(screen.address, screen.label, "page" if here == screen.address else below)
