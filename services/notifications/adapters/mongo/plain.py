"""Things of the domain as documents. `dataclasses.asdict` copies whatever it meets, which cost more than the store."""

from dataclasses import fields, is_dataclass
from typing import Any, Final

_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {}
"""By type; of those that stand for themselves none."""


def plain(value: Any) -> Any:
    """A dataclass as a dict of its fields, tuples as lists, anything else as it is: it is written, not changed."""
    kind: type[Any] = type(value)
    if kind is tuple:
        return [each if _FIELDS.get(type(each)) == () else plain(each) for each in value]
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
    if not names:
        return value
    held = ((name, getattr(value, name)) for name in names)
    return {name: each if _FIELDS.get(type(each)) == () else plain(each) for name, each in held}
