"""The deed behind a drafted file: its form, filled with what the owner knows, and what the form says to the owner."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from services.console.pages.measured import RESULT_FIELDS, faults_in_result, result_of
from services.console.pages.nominate_form import DAYS, day_in, faults_in_days, faults_in_lengths

Json = Mapping[str, Any]

_TEXTS: Final = {"tieu-de": "title_vi", "viec": "story_vi", "linh-vuc": "field"}
_OF_DAY: Final = dict(zip(DAYS, ("occurred_from", "occurred_to", "known_on"), strict=True))
_NEEDED: Final = {
    "tieu-de": "Viết một câu nói việc gì.",
    "viec": "Kể việc đã làm và kết quả.",
    "linh-vuc": "Nêu lĩnh vực.",
}


def values_of_deed(deed: Json) -> dict[str, str]:
    """The form as the deed stands now."""
    values = {ours: str(deed[theirs]) for ours, theirs in _TEXTS.items()}
    for ours, theirs in _OF_DAY.items():
        on = date.fromisoformat(str(deed[theirs]))
        values |= {f"{ours}-d": str(on.day), f"{ours}-m": str(on.month), f"{ours}-y": str(on.year)}
    return values


def faults_in_deed(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What to mend, by field; empty when the deed can be amended."""
    missing = {name: sentence for name, sentence in _NEEDED.items() if not values.get(name)}
    return missing | faults_in_lengths(values) | faults_in_result(values) | faults_in_days(values, today)


def amendment_of(values: Mapping[str, str], known: Sequence[Json]) -> dict[str, Any]:
    """What the form says, as the owner wants it; `known` are the results that the deed has."""
    body: dict[str, Any] = {theirs: values[ours] for ours, theirs in _TEXTS.items()}
    body |= {theirs: str(day_in(values, ours)) for ours, theirs in _OF_DAY.items()}
    result = result_of(values)
    return body | {"results": with_result(known, result)} if result else body


def with_result(known: Sequence[Json], result: Json) -> list[Json]:
    """The results with a new one, which takes the place of one under the same name."""
    name = RESULT_FIELDS["chi-so"]
    return [*(one for one in known if one[name] != result[name]), result]
