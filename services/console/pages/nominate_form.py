"""What the form of a nomination holds, what is wrong with it, and what it says to its owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.console.pages.contributors import faults_in_rows, shares_of
from services.console.pages.measured import faults_in_result, result_of
from services.console.pages.numbers import number_of
from services.console.pages.people import MOST_FOUND
from services.console.usecases.ports import Draft
from services.console.usecases.send_nomination import Written

DAYS = ("tu-ngay", "den-ngay", "biet-ngay")
FIELDS = (
    "doi-tuong",
    "hinh-thuc",
    "phong-trao",
    "linh-vuc",
    "tieu-de",
    "viec",
    "chi-so",
    "gia-tri",
    "don-vi-tinh",
    "nguon",
    "trich-yeu",
    "dien-hinh",
    *(f"{day}-{part}" for day in DAYS for part in ("d", "m", "y")),
)

_NEEDED = {
    "doi-tuong": "Chọn người hoặc tập thể.",
    "hinh-thuc": "Chọn hình thức khen.",
    "tieu-de": "Viết một câu nói việc gì.",
    "viec": "Kể việc đã làm và kết quả.",
    "trich-yeu": "Viết nội dung khen, không quá 200 ký tự.",
}
_DAY_VI = {"tu-ngay": "Bắt đầu", "den-ngay": "Xong", "biet-ngay": "Đơn vị biết"}
_LONGEST = {"tieu-de": 300, "viec": 20_000, "linh-vuc": 200, "trich-yeu": 200}
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what can be chosen, as the owner lists it for this person; `found` people match what was sought."""

    subjects: Sequence[Mapping[str, Any]]
    forms: Sequence[Mapping[str, Any]]
    movements: Sequence[Mapping[str, Any]]
    sought: str = ""
    found: int = 0

    @property
    def may_be_more(self) -> bool:
        """Whether more people may match than are listed."""
        return self.found >= MOST_FOUND

    def chosen(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """The names of what was chosen."""
        return {
            "doi-tuong": _name(self.subjects, "ref", values.get("doi-tuong", "")),
            "hinh-thuc": _name(self.forms, "code", values.get("hinh-thuc", "")),
            "phong-trao": _name(self.movements, "id", values.get("phong-trao", "")),
        }

    def subject(self, ref: str) -> str:
        """The name of a person or team."""
        return _name(self.subjects, "ref", ref)


def choices_of(
    subjects: Sequence[Mapping[str, Any]],
    forms: Sequence[Mapping[str, Any]],
    movements: Sequence[Mapping[str, Any]],
    *,
    sought: str = "",
    found: int = 0,
) -> Choices:
    """Choices, subjects by unit, kind and name; the forms are those that commend a deed."""
    ordered = sorted(subjects, key=lambda one: (str(one["unit_id"]), str(one["kind"]), str(one["name_vi"])))
    for_deeds = [form for form in forms if not form.get("annual")]
    return Choices(ordered, for_deeds, movements, sought, found)


def faults_in(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend, by field; empty when the form can be sent."""
    faults = {name: sentence for name, sentence in _NEEDED.items() if not values.get(name)}
    faults |= faults_in_lengths(values) | faults_in_rows(values) | faults_in_result(values)
    return faults | faults_in_days(values, today)


def faults_in_lengths(values: Mapping[str, str]) -> dict[str, str]:
    """What is longer than its owner takes."""
    return {
        name: f"Dài {len(values[name])} ký tự; nhiều nhất {most}."
        for name, most in _LONGEST.items()
        if len(values.get(name, "")) > most
    }


def faults_in_days(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend in the three days: each is one, none lies in the future, they ascend."""
    faults: dict[str, str] = {}
    days = {name: day_in(values, name) for name in DAYS}
    for name, found in days.items():
        if found is None:
            faults[name] = f"{_DAY_VI[name]}: nhập ngày, tháng, năm bằng số, ví dụ 03 10 2026."
        elif found > today:
            faults[name] = f"{_DAY_VI[name]}: ngày ở tương lai."
    begun, ended, known = (days[name] for name in DAYS)
    if begun and ended and begun > ended:
        faults.setdefault("den-ngay", "Ngày kết thúc trước ngày bắt đầu.")
    if ended and known and ended > known:
        faults.setdefault("biet-ngay", "Ngày biết trước ngày kết thúc.")
    return faults


def day_in(values: Mapping[str, str], name: str) -> date | None:
    """The day of three fields; None when they are no day, or a year is cut short."""
    year, month, day = (number_of(values.get(f"{name}-{part}", "")) or 0 for part in ("y", "m", "d"))
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _FIRST_YEAR else None


def written(draft: Draft, choices: Choices) -> Written:
    """What the form says, as the owner wants it."""
    values = draft.values
    subject = values["doi-tuong"]
    unit = next((str(one["unit_id"]) for one in choices.subjects if one["ref"] == subject), "")
    result = result_of(values)
    exemplar = {"exemplar_id": values["dien-hinh"]} if values.get("dien-hinh") else {}
    movement = {"movement_id": values["phong-trao"]} if values.get("phong-trao") else {}
    deed = {
        "unit_id": unit,
        "title_vi": values["tieu-de"],
        "story_vi": values["viec"],
        "field": values.get("linh-vuc") or "khác",
        "occurred_from": str(day_in(values, "tu-ngay")),
        "occurred_to": str(day_in(values, "den-ngay")),
        "known_on": str(day_in(values, "biet-ngay")),
        "results": [result] if result else [],
        "contributors": [{"subject_ref": ref, "share": share} for ref, share in shares_of(values)],
        **movement,
        **exemplar,
    }
    nomination = {
        "subject_ref": subject,
        "type": "movement" if movement else "ad_hoc",
        "form_code": values["hinh-thuc"],
        "citation_vi": values["trich-yeu"],
        "achievement_report": values["viec"],
        "evidence": [dict(item) for item in draft.evidence],
        **movement,
    }
    return Written(deed, nomination)


def _name(among: Sequence[Mapping[str, Any]], field: str, value: str) -> str:
    return next((str(one["name_vi"]) for one in among if str(one[field]) == value), value)
