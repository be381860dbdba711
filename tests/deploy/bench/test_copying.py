"""A copy of a document is other where it must be, and the same everywhere else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from deploy.bench.years.copying import Copy, copier

OLD, NEW, FOREIGN = UUID(int=1), UUID(int=2), UUID(int=3)
PLAYED = {
    "_id": OLD,
    "of": FOREIGN,
    "created_at": datetime(2026, 6, 1, tzinfo=UTC),
    "state": {
        "number": "KT-1",
        "claim": f"{OLD}:CB-1",
        "known_on": "2026-03-01",
        "at": "2026-03-01T08:00:00Z",
        "pack_version": "2025-07-01",
        "size": 5,
        "path": ["BTP", "CB-1"],
        "by_id": {str(OLD): {"state": "granted", "number": "KT-1"}},
        "same": {"a": ["b"]},
    },
}


def test_ids_texts_and_days_are_other_and_the_rest_is_the_same() -> None:
    make = copier(PLAYED, frozenset({str(OLD), "KT-1", "CB-1"}), frozenset({OLD}))
    copy = make(Copy({str(OLD): str(NEW), "KT-1": "KT-2", "CB-1": "CB-2"}, {OLD: NEW}, timedelta(days=-1)))
    assert copy == {
        "_id": NEW,
        "of": FOREIGN,
        "created_at": datetime(2026, 5, 31, tzinfo=UTC),
        "state": {
            "number": "KT-2",
            "claim": f"{NEW}:CB-2",
            "known_on": "2026-02-28",
            "at": "2026-02-28T08:00:00Z",
            "pack_version": "2025-07-01",
            "size": 5,
            "path": ["BTP", "CB-2"],
            "by_id": {str(NEW): {"state": "granted", "number": "KT-2"}},
            "same": {"a": ["b"]},
        },
    }


def test_a_document_in_which_nothing_is_other_is_copied_as_it_is() -> None:
    assert copier({"a": [1, {"b": "c"}]}, frozenset({"KT-1"}), frozenset())(Copy({}, {}, timedelta())) == {
        "a": [1, {"b": "c"}]
    }
