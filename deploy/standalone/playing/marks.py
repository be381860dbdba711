"""YAML with line numbers, and without its surprises: `yes` and `on` are words, a key twice is an error."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.standalone.playing.errors import Fault, ScenarioError

Place = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """SafeLoader in which only true and false are booleans, as in YAML 1.2."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Marked:
    """The data of a file, and on which line each of its places begins."""

    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_marked(file: Path) -> Marked:
    """Read a YAML file. Raises: ScenarioError when it is no YAML or says a key twice."""
    loader = _Loader(file.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            raise ScenarioError(file, [Fault(1, "", "tệp trống", "the file is empty")])
        faults = [_doubled(place, line) for place, line, again in _walk(node, ()) if again]
        if faults:
            raise ScenarioError(file, faults)
        lines = {place: line for place, line, _ in _walk(node, ())}
        return Marked(loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(file, [Fault(line, "", "không phải YAML", f"no YAML: {error.problem}")]) from error
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
    """A place in words; steps are counted from one, as people count."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _doubled(place: Place, line: int) -> Fault:
    return Fault(line, shown(place), "trường viết hai lần", "the field is written twice")
