"""Dates moved by whole days, so that a story of long ago happens today."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml


def moved(value: Any, days: int) -> Any:
    """The same data with every date and instant in it moved; text is left alone."""
    if isinstance(value, dict):
        return {moved(key, days): moved(inner, days) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [moved(inner, days) for inner in value]
    if isinstance(value, date | datetime):
        return value + timedelta(days=days)
    return value


def move_data(source: Path, target: Path, days: int) -> Path:
    """Copy rule packs and calendars with every date in them moved, also the days that a file covers; weekends stay."""
    for file in sorted(source.rglob("*.yaml")):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        data = moved(yaml.safe_load(file.read_text(encoding="utf-8")), days)
        copy.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target


def days_between(written: date, today: date) -> int:
    """By how many days a story written for one day moves to another."""
    return (today - written).days
