"""Dates moved by whole days, so that a story of long ago happens today."""

from datetime import date, datetime, timedelta
from typing import Any


def moved(value: Any, days: int) -> Any:
    """The same data with every date and instant in it moved; text is left alone."""
    if isinstance(value, dict):
        return {moved(key, days): moved(inner, days) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [moved(inner, days) for inner in value]
    if isinstance(value, date | datetime):
        return value + timedelta(days=days)
    return value


def days_between(written: date, today: date) -> int:
    """By how many days a story written for one day moves to another."""
    return (today - written).days
