"""Reads law and calendars, which are data, from YAML files."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shared.kernel.asking import ConsultationRule, OpinionRule, Silence
from shared.kernel.detection import DetectionRule
from shared.kernel.rulepack import (
    Alerts,
    DuplicateRule,
    FormRule,
    Requires,
    RulePack,
    RulePacks,
    SalaryBase,
    StepClock,
)
from shared.kernel.voting import VoteRule
from shared.kernel.workdays import Calendar, CalendarYear
from shared.runtime.law.checking import Calendars, Packs, faults_of, gaps_of
from shared.runtime.law.format import CalendarFile, Consultation, Detection, Form, PackFile, Vote, Weekday
from shared.runtime.law.reading import Read, read_folder
from shared.runtime.marks import Fault, FaultyFilesError

SHIPPED = Path(__file__).resolve().parents[2] / "data"
"""The data that comes with the program; a setting may name another folder of the same layout."""

_AHEAD = timedelta(days=90)
"""How far the windows and deadlines that begin today may reach, with room for an operator to act."""

_ISO_WEEKDAYS: Mapping[Weekday, int] = {
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
    "sunday": 7,
}


@dataclass(frozen=True, slots=True)
class LawFiles:
    """The rule packs and calendars of a folder; `gaps` are days of a pack's time that its calendar does not hold."""

    packs: Packs
    calendars: Calendars
    gaps: Sequence[Fault]


def read_law(data_dir: Path = SHIPPED) -> LawFiles:
    """All files of `data_dir/rulepacks` and `data_dir/calendars`.

    Raises: FaultyFilesError with everything that is wrong in any of them, or between them.
    """
    calendars, faulty_calendars = read_folder(data_dir / "calendars", CalendarFile)
    packs, faulty_packs = read_folder(data_dir / "rulepacks", PackFile)
    faults = [*faulty_calendars, *faulty_packs]
    # What one file lacks because another is faulty would only be noise.
    faults = faults or list(faults_of(packs, calendars))
    if faults:
        raise FaultyFilesError(faults)
    return LawFiles(packs, calendars, list(gaps_of(packs, calendars)))


def load_rulepacks(data_dir: Path = SHIPPED) -> RulePacks:
    """All rule packs of `data_dir`, each with the calendar that it names. Raises: FaultyFilesError."""
    law = read_law(data_dir)
    calendars = _calendars(law.calendars)
    return RulePacks(tuple(_pack(read, calendars[read.form.calendar]) for read in law.packs))


def load_calendars(data_dir: Path = SHIPPED) -> Mapping[str, Calendar]:
    """The calendars of `data_dir`, each under the id of every file of its family, as a rule pack names it.

    Raises: FaultyFilesError.
    """
    return _calendars(read_law(data_dir).calendars)


def load_calendar(data_dir: Path = SHIPPED, calendar_id: str = "VN-2026") -> Calendar:
    """The calendar that a rule pack names so. Raises: FaultyFilesError."""
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


def _calendars(files: Calendars) -> Mapping[str, Calendar]:
    families: dict[str, list[CalendarYear]] = defaultdict(list)
    for read in files:
        families[read.form.family].append(_year(read.form))
    found = [Calendar(name, sorted(years, key=lambda year: year.first)) for name, years in families.items()]
    return {year.id: calendar for calendar in found for year in calendar.years}


def _year(form: CalendarFile) -> CalendarYear:
    return CalendarYear(
        id=form.id,
        first=form.covers.first,
        last=form.covers.last,
        weekend=frozenset(_ISO_WEEKDAYS[name] for name in form.weekend),
        holidays=frozenset(form.holidays),
        worked=frozenset(form.worked),
    )


def _pack(read: Read[PackFile], calendar: Calendar) -> RulePack:
    form = read.form
    canonical = json.dumps(read.marked.data, sort_keys=True, ensure_ascii=False, default=str)
    return RulePack(
        id=form.id,
        version=form.version,
        hash=hashlib.sha256(canonical.encode()).hexdigest(),
        effective_from=form.effective.first,
        effective_to=form.effective.last,
        verified_by=form.verified.by,
        calendar=calendar,
        return_window_working_days=form.return_window_working_days,
        suggestion_answer_working_days=form.suggestion_answer_working_days,
        late_detection_calendar_days=form.late_detection_calendar_days,
        complaint_take_up_working_days=form.complaint_take_up_working_days,
        complaint_resolve_calendar_days=form.complaint_resolve_calendar_days,
        small_collective_max_size=form.small_collective_max_size,
        duplicate=DuplicateRule(form.duplicate.window_days, form.duplicate.similarity),
        salaries=tuple(SalaryBase(entry.since, entry.vnd) for entry in form.base_salary),
        forms={one.code: _form(one) for one in form.forms},
        rounding_step_vnd=form.rounding.step_vnd,
        detection=tuple(_rule(one) for one in form.detection),
        favourable_clause=form.favourable_clause,
        alerts=Alerts() if form.alerts is None else Alerts(**dict(form.alerts)),
    )


def _form(form: Form) -> FormRule:
    return FormRule(
        code=form.code,
        name_vi=form.name_vi,
        grantor_unit_id=form.grantor_unit,
        grantor_kind=form.grantor.kind if form.grantor is not None else None,
        procedure=form.procedure,
        annual=form.annual,
        clock=_clock(form),
        bonus={str(kind): coefficient for kind, coefficient in form.bonus.items()},
        vote=_vote(form.vote) if form.vote is not None else None,
        appraiser_may_grant=form.appraiser_may_grant,
        opinions=tuple(OpinionRule(one.unit, one.days, Silence(one.silence)) for one in form.opinions),
        consultation=_consultation(form.consultation) if form.consultation is not None else None,
        reviewed_first_by=form.reviewed_first_by,
        deadline=form.deadline,
        requires=Requires(form.requires.title, form.requires.consecutive_years) if form.requires else None,
        dossier=form.dossier,
    )


def _clock(form: Form) -> Mapping[str, StepClock]:
    """The clock of the file, and the time in which others are asked."""
    clock = {str(step): StepClock(one.target, one.legal_max) for step, one in form.clock.items()}
    asking = [one.days for one in (*form.opinions, form.consultation) if one is not None]
    return clock | {"consult": StepClock(max(asking))} if asking else clock


def _consultation(consultation: Consultation) -> ConsultationRule:
    return ConsultationRule(days=consultation.days, names_public=consultation.names_public)


def _vote(vote: Vote) -> VoteRule:
    return VoteRule(**dict(vote))


def _rule(form: Detection) -> DetectionRule:
    return DetectionRule(
        id=form.id,
        indicator=form.indicator,
        indicator_vi=form.indicator_vi,
        unit_vi=form.unit_vi,
        field=form.field,
        measure=form.measure,
        operator=form.operator,
        threshold=form.threshold,
        min_confidence=form.min_confidence,
    )
