"""Files near to another on MongoDB: three index scans, whatever the number of files."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.nominations.domain.likeness import Earlier, EarlierReport
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.states import (
    ACCEPTED,
    GRANTED,
    IN_REVIEW,
    NEEDS_REVIEW,
    RETURNED,
    SCREENING,
    SUBMITTED,
)
from shared.kernel.holds import ON_HOLD
from shared.runtime.store.driver import Collection, Document, unavailable_when_unanswered

OPEN: Final = (SUBMITTED, SCREENING, NEEDS_REVIEW, ACCEPTED, RETURNED, ON_HOLD, IN_REVIEW)
"""The states of a file that was submitted and has not ended."""

_CHECKED: Final = (ACCEPTED, IN_REVIEW, GRANTED)
"""The states of a file whose likeness was asked about before: whichever comes later must see it, whatever its rank."""

_MOST: Final = 50
_SHOWN: Final = dict.fromkeys(
    (
        *("state.number", "state.state", "state.submitted_at", "state.subject.ref"),
        *("state.deed.deed_id", "state.deed.fingerprint"),
    ),
    1,
)

_WRITTEN: Final = dict.fromkeys(
    ("state.number", "state.submitted_at", "state.subject.ref", "state.year", "state.deed.deed_id"), 1
) | {"state.achievement_report": 1}


async def earlier_near(
    rows: Collection, nomination: Nomination, kin: Iterable[UUID], window_days: int
) -> Sequence[Earlier]:
    """As `Nominations.earlier_near` says. Raises: UnavailableError."""
    found = dict[str, dict[str, Any]]()
    for wanted in near(nomination, kin, window_days):
        with unavailable_when_unanswered():
            cursor = rows.find(wanted, _SHOWN, sort=[("state.submitted_at", 1)], limit=_MOST)
            found |= {row["state"]["number"]: row["state"] for row in await cursor.to_list(None)}
    mine = None if nomination.submitted_at is None else _rank(nomination.submitted_at, nomination.number)
    found.pop(nomination.number, None)
    ranked = sorted(((_rank_of(state), state) for state in found.values()), key=lambda pair: pair[0])
    return [_earlier(state) for rank, state in ranked if mine is None or rank < mine or state["state"] in _CHECKED]


async def reports_before(rows: Collection, nomination: Nomination) -> Sequence[EarlierReport]:
    """As `Nominations.reports_before` says. Raises: UnavailableError."""
    if nomination.submitted_at is None:
        return []
    mine, found = _rank(nomination.submitted_at, nomination.number), dict[str, EarlierReport]()
    for wanted in written_near(nomination):
        with unavailable_when_unanswered():
            cursor = rows.find(wanted, _WRITTEN, sort=[("created_at", -1)], limit=_MOST)
            states = [row["state"] for row in await cursor.to_list(None)]
        for state in states:
            if _rank_of(state) < mine and not _is_same(state, nomination):
                found[state["number"]] = EarlierReport(state["number"], state["achievement_report"])
    return [found[number] for number in sorted(found)]


def written_near(nomination: Nomination) -> list[Document]:
    """The queries: what the file's unit submitted up to its moment, and what was submitted for its movement."""
    before = {"state.submitted_at": {"$lte": nomination.submitted_at and nomination.submitted_at.isoformat()}}
    near_by: list[Document] = [{"state.unit_path": nomination.unit_code, **before}]
    if nomination.movement_id is not None:
        near_by.append({"state.movement_id": str(nomination.movement_id), **before})
    return near_by


def near(nomination: Nomination, kin: Iterable[UUID], window_days: int) -> list[Document]:
    """The queries: the same claim; the same facts, or common people about the same days; of a year's work the first.

    They find the file itself too.
    """
    deed, window = nomination.deed, timedelta(days=window_days)
    same: Document = {"state.subject.ref": nomination.subject.ref, "state.state": {"$in": list(OPEN)}}
    if deed is None:
        return [{**same, "state.year": nomination.year, "state.form_code": nomination.form_code}]
    common: Document = {
        "state.state": {"$in": [*OPEN, GRANTED]},
        "state.deed.contributor_refs": {"$in": list(deed.contributor_refs)},
        "state.deed.occurred_to": {"$gte": (deed.occurred_from - window).isoformat()},
        "state.deed.occurred_from": {"$lte": (deed.occurred_to + window).isoformat()},
    }
    return [
        {**same, "state.deed.deed_id": {"$in": [str(deed.deed_id), *map(str, kin)]}},
        {"$or": [{**same, "state.deed.fingerprint": deed.fingerprint}, common]},
    ]


def _is_same(state: dict[str, Any], nomination: Nomination) -> bool:
    """Whether a file is about the same deed, or the same year of the same subject; also whether it is this one."""
    if state.get("deed") is None or nomination.deed is None:
        same = (state["subject"]["ref"], state.get("year")) == (nomination.subject.ref, nomination.year)
        return same and state.get("deed") is nomination.deed
    return UUID(state["deed"]["deed_id"]) == nomination.deed.deed_id


def _earlier(state: dict[str, Any]) -> Earlier:
    deed, number, subject_ref = state.get("deed"), state["number"], state["subject"]["ref"]
    if deed is None:
        return Earlier(number, subject_ref, None, "")
    return Earlier(number, subject_ref, UUID(deed["deed_id"]), deed["fingerprint"], state["state"] in OPEN)


def _rank_of(state: dict[str, Any]) -> tuple[datetime, int, str]:
    return _rank(datetime.fromisoformat(state["submitted_at"]), state["number"])


def _rank(submitted_at: datetime, number: str) -> tuple[datetime, int, str]:
    """Who was first; of files of one moment the lower number, of which the longer is the higher."""
    return submitted_at, len(number), number
