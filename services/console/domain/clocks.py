"""What a due day means today, in words."""

from datetime import date

from services.console.domain.case import Case
from shared.kernel.rulepack import NoRulePackError, RulePacks
from shared.kernel.workdays import NoCalendarError


def is_late(due_on: date | None, today: date) -> bool:
    """Whether the day has passed."""
    return due_on is not None and due_on < today


def overdue_vi(due_on: date, *, legal: bool) -> str:
    """Which day was not kept: our own or the law's."""
    return f"hạn {'luật định ' if legal else ''}{due_on:%d/%m/%Y}"


def clock_vi(due_on: date | None, today: date, packs: RulePacks, case: Case | None = None) -> str:
    """`Còn N ngày làm việc`, `Hôm nay là hạn` or `Quá hạn N ngày`; empty without a due day.

    Working days are those of the rule pack that the file names, or else of the one in force. `Còn N ngày` where no
    calendar says which days are worked: a page is shown all the same.
    """
    if due_on is None:
        return ""
    if due_on == today:
        return "Hôm nay là hạn"
    if due_on < today:
        return f"Quá hạn {(today - due_on).days} ngày"
    try:
        pack = packs.version(case.pack_id, case.pack_version) if case and case.pack_id else packs.in_force(today)
        return f"Còn {pack.calendar.between(today, due_on)} ngày làm việc"
    except (NoRulePackError, NoCalendarError):
        return f"Còn {(due_on - today).days} ngày"
