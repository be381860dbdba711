"""What the form of a nomination holds, what is wrong with it, and what it says to its owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.console.pages.case_forms import result_of
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
_RESULT = ("chi-so", "don-vi-tinh", "nguon")
_CITATION = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what can be chosen, as the owner lists it for this person."""

    subjects: Sequence[Mapping[str, Any]]
    forms: Sequence[Mapping[str, Any]]
    movements: Sequence[Mapping[str, Any]]

    def chosen(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """The names of what was chosen."""
        return {
            "doi-tuong": _name(self.subjects, "ref", values.get("doi-tuong", "")),
            "hinh-thuc": _name(self.forms, "code", values.get("hinh-thuc", "")),
            "phong-trao": _name(self.movements, "id", values.get("phong-trao", "")),
        }


def choices_of(
    subjects: Sequence[Mapping[str, Any]], forms: Sequence[Mapping[str, Any]], movements: Sequence[Mapping[str, Any]]
) -> Choices:
    """Choices, subjects by unit and name."""
    ordered = sorted(subjects, key=lambda one: (str(one["unit_id"]), str(one["kind"]), str(one["name_vi"])))
    return Choices(ordered, forms, movements)


def faults_in(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend, by field; empty when the form can be sent."""
    faults = {name: sentence for name, sentence in _NEEDED.items() if not values.get(name)}
    if len(values.get("trich-yeu", "")) > _CITATION:
        faults["trich-yeu"] = f"Dài {len(values['trich-yeu'])} ký tự; nhiều nhất {_CITATION}."
    if values.get("gia-tri") and not all(values.get(name) for name in _RESULT):
        faults["gia-tri"] = "Con số cần tên chỉ số, đơn vị tính và nguồn."
    return faults | _faults_in_days(values, today)


def _faults_in_days(values: Mapping[str, str], today: date) -> dict[str, str]:
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
    """The day of three fields; None when they are no day."""
    try:
        return date(*(int(values.get(f"{name}-{part}", "")) for part in ("y", "m", "d")))
    except (ValueError, OverflowError):
        return None


def written(draft: Draft, choices: Choices) -> Written:
    """What the form says, as the owner wants it; the commended one has the whole share."""
    values = draft.values
    subject = values["doi-tuong"]
    unit = next((str(one["unit_id"]) for one in choices.subjects if one["ref"] == subject), "")
    result = result_of(values)
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
        "contributors": [{"subject_ref": subject, "share": 100}],
        **movement,
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
