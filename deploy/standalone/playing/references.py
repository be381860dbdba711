"""`${name.field}` in a scenario: the answer that an earlier step saved."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.standalone.playing.errors import UnknownNameError

_REFERENCE = re.compile(r"\${([a-z][a-z0-9_]*)((?:\.[A-Za-z0-9_]+)*)}")


def used_names(value: Any) -> Iterator[str]:
    """The saved names that a piece of a scenario refers to."""
    if isinstance(value, str):
        yield from (found.group(1) for found in _REFERENCE.finditer(value))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from used_names(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from used_names(inner)


def filled(value: Any, saved: Mapping[str, Any]) -> Any:
    """The same with every reference replaced. A text that is one reference alone becomes the thing itself.

    Raises: UnknownNameError.
    """
    if isinstance(value, str):
        whole = _REFERENCE.fullmatch(value)
        if whole:
            return _looked_up(whole, saved)
        return _REFERENCE.sub(lambda found: str(_looked_up(found, saved)), value)
    if isinstance(value, Mapping):
        return {key: filled(inner, saved) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [filled(inner, saved) for inner in value]
    return value


def _looked_up(found: "re.Match[str]", saved: Mapping[str, Any]) -> Any:
    name, fields = found.group(1), found.group(2).split(".")[1:]
    if name not in saved:
        raise UnknownNameError(f"${{{name}}}: chưa có bước nào lưu tên này / no step has saved this name")
    thing = saved[name]
    for field in fields:
        thing = _step_into(thing, field, found.group(0))
    return thing


def _step_into(thing: Any, field: str, whole: str) -> Any:
    if isinstance(thing, list) and field.isdigit() and int(field) < len(thing):
        return thing[int(field)]
    if isinstance(thing, Mapping) and field in thing:
        return thing[field]
    raise UnknownNameError(f"{whole}: không có trường {field} / the answer has no field {field}")
