"""What the form of a nomination holds, what is wrong with it, and what it says to its owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.console.pages.contributors import faults_in_rows, shares_of
from services.console.pages.measured import faults_in_result, result_of
from services.console.pages.numbers import number_of
from services.console.pages.people import MOST_FOUND
from services.console.pages.wording import TYPE_VI
from services.console.usecases.ports import Draft
from services.console.usecases.send_nomination import Written

DAYS = ("tu-ngay", "den-ngay", "biet-ngay")
FIELDS = (
    "theo-nam",
    "nam",
    "loai",
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
    "moc",
    "nguoi-xac-nhan",
    "trich-yeu",
    "dien-hinh",
    *(f"{day}-{part}" for day in DAYS for part in ("d", "m", "y")),
)

_NEEDED = {
    "doi-tuong": "Chọn người hoặc tập thể.",
    "hinh-thuc": "Chọn hình thức khen.",
    "trich-yeu": "Viết nội dung khen, không quá 200 ký tự.",
}
_NEEDED_OF_DEED = _NEEDED | {"tieu-de": "Viết một câu nói việc gì.", "viec": "Kể việc đã làm và kết quả."}
_NEEDED_OF_YEAR = _NEEDED | {"viec": "Kể thành tích trong năm."}
_OF_MOVEMENT, _OF_DEED, _OF_YEAR = "movement", "ad_hoc", "merit"
_IN_MOVEMENT = "Khen theo phong trào là khen chuyên đề: chọn Đột xuất ở đây, hoặc bỏ phong trào."
_DAY_VI = {"tu-ngay": "Bắt đầu", "den-ngay": "Xong", "biet-ngay": "Đơn vị biết"}
_LONGEST = {"tieu-de": 300, "viec": 20_000, "linh-vuc": 200, "trich-yeu": 200}
_FIRST_YEAR = 1900
_FIRST_AWARDED = 1945


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
        """The names of what was chosen, and the code of the unit that grants it."""
        return {
            "doi-tuong": _name(self.subjects, "ref", values.get("doi-tuong", "")),
            "hinh-thuc": _name(self.forms, "code", values.get("hinh-thuc", "")),
            "cap-khen": self._grantor(values.get("hinh-thuc", "")),
            "phong-trao": _name(self.movements, "id", values.get("phong-trao", "")),
        }

    def subject(self, ref: str) -> str:
        """The name of a person or team."""
        return _name(self.subjects, "ref", ref)

    def _grantor(self, form: str) -> str:
        return next((str(one.get("grantor_unit_id") or "") for one in self.forms if one["code"] == form), "")


def choices_of(
    subjects: Sequence[Mapping[str, Any]],
    forms: Sequence[Mapping[str, Any]],
    movements: Sequence[Mapping[str, Any]],
    *,
    annual: bool = False,
    sought: str = "",
    found: int = 0,
) -> Choices:
    """Choices, subjects by unit, kind and name; the forms are those for a year's work, or those for a deed."""
    ordered = sorted(subjects, key=lambda one: (str(one["unit_id"]), str(one["kind"]), str(one["name_vi"])))
    fitting = [form for form in forms if bool(form.get("annual")) is annual]
    return Choices(ordered, fitting, movements, sought, found)


def unit_of(subjects: Sequence[Mapping[str, Any]], ref: str) -> str | None:
    """The unit of whom the form names; that of all who are listed, if it is one, while it names nobody."""
    units = {str(one["unit_id"]) for one in subjects if ref in ("", one["ref"])}
    return units.pop() if len(units) == 1 else None


def is_annual(values: Mapping[str, str]) -> bool:
    """Whether the form is for the work of a year, not for a deed."""
    return values.get("theo-nam") == "1"


def types_of(values: Mapping[str, str]) -> Mapping[str, str]:
    """The kinds of commendation that the form offers, the usual one first; a movement makes its own."""
    return {code: words for code, words in TYPE_VI.items() if code not in _not_offered(values)}


def type_of(values: Mapping[str, str]) -> str:
    """The kind of commendation that the form says."""
    if values.get("phong-trao"):
        return _OF_MOVEMENT
    return values.get("loai") or (_OF_YEAR if is_annual(values) else _OF_DEED)


def _not_offered(values: Mapping[str, str]) -> tuple[str, ...]:
    return (_OF_MOVEMENT, _OF_DEED) if is_annual(values) else (_OF_MOVEMENT,)


def faults_in(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend, by field; empty when the form can be sent."""
    annual = is_annual(values)
    needed = _NEEDED_OF_YEAR if annual else _NEEDED_OF_DEED
    faults = {name: sentence for name, sentence in needed.items() if not values.get(name)} | faults_in_lengths(values)
    if type_of(values) not in {*types_of(values), _OF_MOVEMENT}:
        faults["loai"] = "Chọn loại khen thưởng."
    if annual:
        return faults | _faults_in_year(values, today)
    if values.get("phong-trao") and values.get("loai", _OF_DEED) not in {"", _OF_DEED}:
        faults["loai"] = _IN_MOVEMENT
    return faults | faults_in_rows(values) | faults_in_result(values) | faults_in_days(values, today)


def _faults_in_year(values: Mapping[str, str], today: date) -> dict[str, str]:
    year = number_of(values.get("nam", ""))
    is_one = year is not None and _FIRST_AWARDED <= year <= today.year
    return {} if is_one else {"nam": f"Nhập năm bằng bốn chữ số, không sau năm {today.year}."}


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
    """What the form says, as the owner wants it; a file for a year's work has no deed."""
    values = draft.values
    annual = is_annual(values)
    nomination: dict[str, Any] = {
        "subject_ref": values["doi-tuong"],
        "type": type_of(values),
        "form_code": values["hinh-thuc"],
        "citation_vi": values["trich-yeu"],
        "achievement_report": values["viec"],
        "evidence": [dict(item) for item in draft.evidence],
        **({"year": number_of(values["nam"])} if annual else _movement_in(values)),
    }
    return Written(None if annual else _deed_in(values, choices), nomination)


def _movement_in(values: Mapping[str, str]) -> dict[str, str]:
    return {"movement_id": values["phong-trao"]} if values.get("phong-trao") else {}


def _deed_in(values: Mapping[str, str], choices: Choices) -> dict[str, Any]:
    subject, result = values["doi-tuong"], result_of(values)
    exemplar = {"exemplar_id": values["dien-hinh"]} if values.get("dien-hinh") else {}
    return {
        "unit_id": next((str(one["unit_id"]) for one in choices.subjects if one["ref"] == subject), ""),
        "title_vi": values["tieu-de"],
        "story_vi": values["viec"],
        "field": values.get("linh-vuc") or "khác",
        "occurred_from": str(day_in(values, "tu-ngay")),
        "occurred_to": str(day_in(values, "den-ngay")),
        "known_on": str(day_in(values, "biet-ngay")),
        "results": [result] if result else [],
        "contributors": [{"subject_ref": ref, "share": share} for ref, share in shares_of(values)],
        **_movement_in(values),
        **exemplar,
    }


def _name(among: Sequence[Mapping[str, Any]], field: str, value: str) -> str:
    return next((str(one["name_vi"]) for one in among if str(one[field]) == value), value)
