"""Reads law and calendars, which are data, from YAML files."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from shared.kernel.rulepack import FormRule, RulePack, RulePacks, SalaryBase, StepClock, VoteRule
from shared.kernel.workdays import Calendar, CalendarYear

SHIPPED = Path(__file__).resolve().parent.parent / "data"
"""The data that comes with the program; a setting may name another folder of the same layout."""

_AHEAD = timedelta(days=90)
"""How far the windows and deadlines that begin today may reach, with room for an operator to act."""

_ISO_WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), start=1
    )
}


def load_rulepacks(data_dir: Path = SHIPPED) -> RulePacks:
    """All rule packs of `data_dir/rulepacks`, each with the calendar that it names.

    Raises: KeyError, ValueError when a file lacks or garbles something.
    """
    calendars = load_calendars(data_dir)
    files = sorted((data_dir / "rulepacks").glob("*.yaml"))
    return RulePacks(tuple(_pack(_read(file), calendars) for file in files))


def load_calendars(data_dir: Path = SHIPPED) -> Mapping[str, Calendar]:
    """The calendars of `data_dir/calendars`, each under the id of every file of its family, as a rule pack names it.

    Raises: KeyError, ValueError when a file lacks or garbles something, or two files hold the same days.
    """
    families: dict[str, list[CalendarYear]] = defaultdict(list)
    for file in sorted((data_dir / "calendars").glob("*.yaml")):
        data = _read(file)
        if data["id"] != file.stem:
            raise ValueError(f"{file.name} calls itself {data['id']}")
        families[data["family"]].append(_year(data))
    found = [Calendar(name, sorted(years, key=lambda year: year.first)) for name, years in families.items()]
    return {year.id: calendar for calendar in found for year in calendar.years}


def load_calendar(data_dir: Path = SHIPPED, calendar_id: str = "VN-2026") -> Calendar:
    """The calendar that a rule pack names so. Raises: as `load_calendars`."""
    return load_calendars(data_dir)[calendar_id]


def concerns(packs: RulePacks, today: date) -> Sequence[str]:
    """What an operator must add before somebody needs it: the working days of today and of the time ahead."""
    missing = {
        (pack.calendar.family, day.year)
        for pack in packs.packs
        for day in (today, today + _AHEAD)
        if not pack.calendar.knows(day)
    }
    return [f"calendar {family}: no file for {year}; add it to data/calendars" for family, year in sorted(missing)]


def _year(data: Mapping[str, Any]) -> CalendarYear:
    return CalendarYear(
        id=data["id"],
        first=data["covers"]["from"],
        last=data["covers"]["to"],
        weekend=frozenset(_ISO_WEEKDAYS[name] for name in data["weekend"]),
        holidays=frozenset(data["holidays"]),
        worked=frozenset(data.get("worked", ())),
    )


def _read(file: Path) -> dict[str, Any]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise TypeError(f"{file.name} is no mapping")
    return data


def _pack(data: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> RulePack:
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return RulePack(
        id=data["id"],
        version=data["version"],
        hash=hashlib.sha256(canonical.encode()).hexdigest(),
        effective_from=data["effective"]["from"],
        effective_to=data["effective"]["to"],
        verified_by=data["verified"]["by"],
        calendar=_named(data, calendars),
        return_window_working_days=data["return_window_working_days"],
        late_detection_calendar_days=data["late_detection_calendar_days"],
        small_collective_max_size=data["small_collective_max_size"],
        salaries=tuple(SalaryBase(entry["from"], entry["vnd"]) for entry in data["base_salary"]),
        forms={form["code"]: _form(form) for form in data["forms"]},
        rounding_step_vnd=data["rounding"]["step_vnd"],
    )


def _named(data: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> Calendar:
    if data["calendar"] not in calendars:
        raise ValueError(f"rule pack {data['id']} {data['version']}: there is no calendars/{data['calendar']}.yaml")
    return calendars[data["calendar"]]


def _form(data: Mapping[str, Any]) -> FormRule:
    return FormRule(
        code=data["code"],
        name_vi=data["name_vi"],
        grantor_unit_id=data["grantor_unit"],
        procedure=data["procedure"],
        annual=data.get("annual", False),
        clock={step: _clock(limit) for step, limit in data["clock"].items()},
        bonus={kind: _exact(coefficient) for kind, coefficient in data["bonus"].items()},
        vote=_vote(data["vote"]) if "vote" in data else None,
        appraiser_may_grant=data.get("appraiser_may_grant", False),
    )


def _exact(number: object) -> Fraction:
    """What is written, also without quotes: a float of 0.8 is a little more than 4/5."""
    return Fraction(str(number))


def _clock(limit: Any) -> StepClock:
    return StepClock(**limit) if isinstance(limit, dict) else StepClock(int(limit))


def _vote(data: Mapping[str, Any]) -> VoteRule:
    return VoteRule(
        denominator=data["denominator"],
        quorum=_exact(data["quorum"]),
        threshold=_exact(data["threshold"]),
        secret=data["secret"],
    )
