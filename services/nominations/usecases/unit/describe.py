"""What the events of a unit say."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.nominations.domain.dated import Headcount
from services.nominations.domain.unit import Unit, UnitOn
from shared.contracts.organisation import LineageTie, NameSince, ParentSince, StaffCount


def facts(unit: Unit, now: UnitOn) -> dict[str, Any]:
    """A unit as it stands now and all that was ever recorded of it."""
    return {
        "unit_id": unit.code,
        "unit_path": now.path,
        "org_id": unit.id,
        "code": unit.code,
        "kind": unit.kind,
        "name_vi": now.name_vi,
        "line": now.line,
        "parent_code": now.parents[0].unit if now.parents else None,
        "head_ref": now.head_ref,
        "deputies": now.deputies,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "names": tuple(NameSince(name_vi=name.name_vi, since=name.since) for name in unit.names),
        "parents": tuple(
            ParentSince(parent_code=parent.unit, line=parent.line, since=place.since)
            for place in unit.places
            for parent in place.parents
        ),
        "staff": tuple(_counts(unit.staff)),
        "lineage": tuple(LineageTie(kind=tie.kind.value, unit_code=tie.unit, on=tie.on) for tie in unit.lineage),
    }


def _counts(staff: tuple[Headcount, ...]) -> Iterator[StaffCount]:
    """Each group of each count; a group that a later count leaves out has nobody from then on."""
    known = dict.fromkeys(group for headcount in staff for group in headcount.counts)
    seen = set[str]()
    for headcount in staff:
        yield from (
            _count(group, headcount.counts.get(group, 0), headcount.since)
            for group in known
            if group in headcount.counts or group in seen
        )
        seen |= set(headcount.counts)


def _count(group: str, count: int, on: date | None) -> StaffCount:
    return StaffCount(group=group, count=count, on=on)
