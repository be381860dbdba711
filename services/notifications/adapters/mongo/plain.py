"""Things of the domain as documents. `dataclasses.asdict` copies whatever it meets, which cost more than the store."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def plain(value: Any) -> Any:
    """A dataclass as a dict of its fields, tuples as lists, anything else as it is: it is written, not changed."""
    kind: type[Any] = type(value)
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
