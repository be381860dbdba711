"""The measured result in a form: four fields that belong together, and two that may be left empty."""

from collections.abc import Mapping
from typing import Final

RESULT_FIELDS: Final[dict[str, str]] = {
    "chi-so": "indicator",
    "gia-tri": "value",
    "don-vi-tinh": "unit",
    "nguon": "source",
}
"""Our fields and the owner's names for them."""

MORE_FIELDS: Final[dict[str, str]] = {"moc": "baseline", "nguoi-xac-nhan": "attester"}
"""The same of what may be left empty: what it was before, and who attests it."""

_LONGEST: Final = 200


def faults_in_result(values: Mapping[str, str]) -> dict[str, str]:
    """What to mend: a figure needs its name, its unit and its source, and words without a figure are no result."""
    given = [name for name in (*RESULT_FIELDS, *MORE_FIELDS) if values.get(name)]
    if given and not all(values.get(name) for name in RESULT_FIELDS):
        return {"gia-tri": "Con số cần đủ tên chỉ số, giá trị, đơn vị tính và nguồn."}
    return {
        name: f"Dài {len(values[name])} ký tự; nhiều nhất {_LONGEST}." for name in given if len(values[name]) > _LONGEST
    }


def result_of(values: Mapping[str, str]) -> dict[str, str] | None:
    """The result as the owner wants it; None when no figure is given."""
    if not values.get("gia-tri"):
        return None
    return {theirs: values.get(ours, "") for ours, theirs in (RESULT_FIELDS | MORE_FIELDS).items()}
