"""What a due day means today, in words."""

from datetime import date

from shared.kernel.workdays import Calendar


def is_late(due_on: date | None, today: date) -> bool:
    """Whether the day has passed."""
    return due_on is not None and due_on < today


def clock_vi(due_on: date | None, today: date, calendar: Calendar) -> str:
    """`Còn N ngày làm việc`, `Hôm nay là hạn` or `Quá hạn N ngày`; empty without a due day."""
    if due_on is None:
        return ""
    if due_on == today:
        return "Hôm nay là hạn"
    if due_on < today:
        return f"Quá hạn {(today - due_on).days} ngày"
    return f"Còn {calendar.between(today, due_on)} ngày làm việc"
