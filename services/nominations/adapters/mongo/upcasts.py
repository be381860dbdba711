"""States that an older version of the service kept become those of today while they are read."""

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
        "merged_into": state["merged_into"],
    }
