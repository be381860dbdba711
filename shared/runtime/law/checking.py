"""What is wrong between files that each have their form: a calendar that no file is, one day in two, a number twice."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from shared.runtime.law.format import CalendarFile, PackFile, Span
from shared.runtime.law.reading import Read
from shared.runtime.marks import Fault

Calendars = Sequence[Read[CalendarFile]]
Packs = Sequence[Read[PackFile]]


def faults_of(packs: Packs, calendars: Calendars) -> Iterator[Fault]:
    """Everything because of which a service would not start."""
    for calendar in calendars:
        yield from _of_calendar(calendar)
    yield from _shared_days(calendars)
    for pack in packs:
        yield from _of_pack(pack, packs, calendars)
    yield from _shared_times(packs)


def gaps_of(packs: Packs, calendars: Calendars) -> Iterator[Fault]:
    """The first day of each pack's time that its calendar lacks: a service starts, and refuses what needs it."""
    families = {calendar.form.id: calendar.form.family for calendar in calendars}
    for pack in packs:
        family = families.get(pack.form.calendar)
        spans = [calendar.form.covers for calendar in calendars if calendar.form.family == family]
        for day in _unheld(pack.form.effective, spans):
            vi, en = f"lịch {family} chưa có ngày {day}", f"calendar {family} does not hold {day}"
            yield pack.marked.fault(("effective",), vi, en)


def _of_calendar(calendar: Read[CalendarFile]) -> Iterator[Fault]:
    form, marked = calendar.form, calendar.marked
    if form.id != marked.file.stem:
        yield marked.fault(("id",), f"tên tệp là {marked.file.stem}", f"the file is called {marked.file.stem}")
    for name, days in (("holidays", form.holidays), ("worked", form.worked)):
        for index, day in enumerate(days):
            if not _holds(form.covers, day):
                told = f"{form.covers.first} … {form.covers.last}"
                yield marked.fault((name, index), f"{day} nằm ngoài {told}", f"{day} lies outside {told}")


def _shared_days(calendars: Calendars) -> Iterator[Fault]:
    for family in sorted({calendar.form.family for calendar in calendars}):
        kin = [calendar for calendar in calendars if calendar.form.family == family]
        for one, other in pairwise(sorted(kin, key=lambda calendar: calendar.form.covers.first)):
            if other.form.covers.first <= one.form.covers.last:
                vi, en = f"trùng ngày với lịch {one.form.id}", f"it holds the same days as {one.form.id}"
                yield other.marked.fault(("covers",), vi, en)


def _of_pack(pack: Read[PackFile], packs: Packs, calendars: Calendars) -> Iterator[Fault]:
    form, marked = pack.form, pack.marked
    if form.calendar not in {calendar.form.id for calendar in calendars}:
        file = f"calendars/{form.calendar}.yaml"
        yield marked.fault(("calendar",), f"không có tệp {file}", f"there is no {file}")
    known = {other.form.version for other in packs if other.form.id == form.id}
    if form.supersedes is not None and form.supersedes not in known:
        vi, en = f"không có phiên bản {form.supersedes}", f"there is no version {form.supersedes}"
        yield marked.fault(("supersedes",), vi, en)
    for index in _repeated(commendation.code for commendation in form.forms):
        yield marked.fault(("forms", index, "code"), "mã hình thức viết hai lần", "the code stands twice")
    yield from _of_titles(pack)
    for index in _repeated(rule.id for rule in form.detection):
        yield marked.fault(("detection", index, "id"), "mã quy tắc viết hai lần", "the rule stands twice")
    for index, (earlier, later) in enumerate(pairwise(form.base_salary), start=1):
        if later.since <= earlier.since:
            yield marked.fault(("base_salary", index), "các ngày phải tăng dần", "the days must ascend")
    if form.base_salary[0].since > form.effective.first:
        vi = "không có mức lương cơ sở cho ngày đầu hiệu lực"
        yield marked.fault(("base_salary",), vi, "no base salary on the first day in force")


def _of_titles(pack: Read[PackFile]) -> Iterator[Fault]:
    """A form asks for titles that the same pack has."""
    titles = {form.code for form in pack.form.forms if form.annual}
    for index, form in enumerate(pack.form.forms):
        if form.requires is not None and form.requires.title not in titles:
            vi, en = "không có danh hiệu năm này trong gói", "the pack has no such annual form"
            yield pack.marked.fault(("forms", index, "requires", "title"), vi, en)


def _shared_times(packs: Packs) -> Iterator[Fault]:
    """A day of receipt chooses one pack."""
    for one, other in combinations(packs, 2):
        if (one.form.id, one.form.version) == (other.form.id, other.form.version):
            name = one.marked.file.name
            yield other.marked.fault(("version",), f"phiên bản đã có ở {name}", f"{name} has this version")
        first = max(one.form.effective.first, other.form.effective.first)
        if first <= min(one.form.effective.last, other.form.effective.last):
            name = one.marked.file.name
            vi, en = f"từ {first} cùng hiệu lực với {name}", f"from {first} on {name} is in force, too"
            yield other.marked.fault(("effective",), vi, en)


def _repeated(codes: Iterable[str]) -> Iterator[int]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield index
        seen.add(code)


def _unheld(span: Span, spans: Iterable[Span]) -> Iterator[date]:
    """The first day of a span that none of the others holds."""
    day = span.first
    for other in sorted(spans, key=lambda one: one.first):
        if other.first <= day <= other.last:
            day = other.last + timedelta(days=1)
    if day <= span.last:
        yield day


def _holds(span: Span, day: date) -> bool:
    return span.first <= day <= span.last
