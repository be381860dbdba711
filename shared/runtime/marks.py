"""YAML with line numbers, and without its surprises: `yes` and `on` are words, a key twice is an error."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

Place = tuple[str | int, ...]


COMMON_VI: Mapping[str, str] = {
    "missing": "thiếu trường này",
    "extra_forbidden": "không có trường này",
    "date_from_datetime_parsing": "phải là ngày, ví dụ 2026-10-06",
    "date_type": "phải là ngày, ví dụ 2026-10-06",
    "string_too_short": "không được trống",
    "tuple_type": "phải là danh sách",
    "dict_type": "phải là các cặp trường: giá trị",
    "model_type": "phải là các cặp trường: giá trị",
}
"""What is wrong with a field of any file, by the type of the error as pydantic names it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, with its line and field."""

    file: Path
    line: int
    field: str
    vi: str
    en: str

    def told(self) -> str:
        """As compilers tell it: file, line, field, and what is wrong in two languages."""
        where = f"{self.file}:{self.line}: {self.field}" if self.field else f"{self.file}:{self.line}"
        return f"{where}: {self.vi} / {self.en}"


class FaultyFilesError(Exception):
    """Files that cannot be taken as they are written: every fault that was found, so that their author can mend it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        super().__init__("\n".join(fault.told() for fault in self.faults))


class _Loader(yaml.CSafeLoader):
    """CSafeLoader in which only true and false are booleans, as in YAML 1.2."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _moment(loader: _Loader, node: Any) -> Any:
    """A day or an instant; one that the calendar does not have stays the text that it is, for the form to refuse."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _moment)


@dataclass(frozen=True, slots=True)
class Marked:
    """The data of a file, and on which line each of its places begins."""

    file: Path
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, vi: str, en: str) -> Fault:
        """What is wrong at a place."""
        return Fault(self.file, self.line(place), shown(place), vi, en)

    def faults_in(
        self, error: ValidationError, words_vi: Mapping[str, str], place_of: Callable[[Place], Place]
    ) -> list[Fault]:
        """What a form found wrong. `place_of` leads from the form's own names to those of the file."""
        return [
            self.fault(place_of(one["loc"]), words_vi.get(one["type"], "giá trị không đúng"), one["msg"])
            for one in error.errors()
        ]


def read_marked(file: Path) -> Marked:
    """Read a YAML file. Raises: FaultyFilesError when it is not there, is no YAML or says a key twice."""
    if not file.is_file():
        raise FaultyFilesError([Fault(file, 1, "", "không có tệp này", "there is no such file")])
    loader = _Loader(file.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            raise FaultyFilesError([Fault(file, 1, "", "tệp trống", "the file is empty")])
        faults = [
            Fault(file, line, shown(place), "trường viết hai lần", "the field is written twice")
            for place, line, again in _walk(node, ())
            if again
        ]
        if faults:
            raise FaultyFilesError(faults)
        lines = {place: line for place, line, _ in _walk(node, ())}
        return Marked(file, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FaultyFilesError([Fault(file, line, "", "không phải YAML", f"no YAML: {error.problem}")]) from error
    finally:
        loader.dispose()


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int, bool]]:
    yield place, node.start_mark.line + 1, False
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            inside = (*place, str(key.value))
            yield from _walk(value, inside)
            yield inside, key.start_mark.line + 1, key.value in seen
            seen.add(str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*place, index))


def shown(place: Place) -> str:
    """A place in words; what stands in lists is counted from one, as people count."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
