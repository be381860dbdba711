"""States that an older version of the service kept become those of today while they are read."""

from datetime import date, timedelta

from shared.runtime.store.driver import Document

UNIT_SCHEMA = 2


def upcast_unit(_: int, state: Document) -> Document:
    """A unit without days: what it says holds from its beginning. Its path told the unit right above it."""
    above = [{"unit": code, "line": state["line"]} for code in state["path"][-2:-1]]
    staff = state["staff"]
    return {
        "code": state["code"],
        "kind": state["kind"],
        "names": [{"name_vi": state["name_vi"]}],
        "places": [{"line": state["line"], "parents": above}],
        "leads": [{"head_ref": state["head_ref"], "deputies": state["deputies"]}],
        "staff": [] if staff is None else [{"counts": staff}],
        "valid_to": state["valid_to"],
        "lineage": _lineage(state["merged_into"], state["valid_to"]),
    }


def _lineage(merged_into: str | None, valid_to: str | None) -> list[Document]:
    if merged_into is None:
        return []
    ended = date.min if valid_to is None else date.fromisoformat(valid_to)
    return [{"kind": "merged_into", "unit": merged_into, "on": (ended + timedelta(days=1)).isoformat()}]
