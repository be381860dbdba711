"""The console's read model: which rows the bus can build again, and how two buildings of them are compared."""

from services.console.adapters.mongo.views import CASES, COUNCILS, DECISIONS, MEETINGS, UNITS
from services.console.adapters.mongo.wall import CHANGES, HANGS, LIVES, WALL
from shared.runtime.bus.subscription import Group
from shared.runtime.operating.read_model import ReadModel, Row, as_it_is


def views(group: Group) -> ReadModel:
    """All rows that the group writes. A rebuilt wall numbers its cards anew, so it begins a life of its own."""
    rows = {CASES: _in_time, MEETINGS: as_it_is, DECISIONS: as_it_is, COUNCILS: as_it_is, UNITS: as_it_is}
    return ReadModel("views", group, {**rows, WALL: _without_number}, beside=(LIVES,))


def _in_time(case: Row) -> Row:
    """Topics arrive in any order, and each pushes its own lines."""
    timeline = sorted(case.get("timeline", ()), key=lambda line: (line["at"], line["event"], line["note"]))
    return {**case, "timeline": timeline}


def _without_number(row: Row) -> Row:
    """Cards and changes are numbered as they come, which two readings of the bus may do in two orders."""
    known_by = row[HANGS] if HANGS in row else f"{row[CHANGES]}/{row['told_by']}"
    return {**{name: value for name, value in row.items() if name != "seq"}, "_id": known_by}
