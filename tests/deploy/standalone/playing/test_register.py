from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from deploy.standalone.playing.register import chain_of
from services.notifications.domain.register import GENESIS, Draft, enter


def _items() -> list[dict[str, Any]]:
    items, prev = [], GENESIS
    for seq in (1, 2, 3):
        facts = {"number": f"{seq}/QĐ"}
        draft = Draft(UUID(int=seq), "award.published", datetime(2026, 10, 6, tzinfo=UTC), facts, {"subject_ref": "A"})
        entry = enter(draft, seq=seq, epoch="e", prev=prev, salt="00")
        items.append(entry.shown())
        prev = entry.hash
    return items


def test_the_register_of_the_service_is_proved_by_another_program() -> None:
    assert chain_of([]) == "valid"
    assert chain_of(_items()) == "valid"


def test_a_changed_a_missing_and_a_swapped_entry_are_found() -> None:
    changed, missing, swapped = _items(), _items(), _items()
    changed[1]["public"]["number"] = "9/QĐ"
    del missing[1]
    swapped[0], swapped[1] = swapped[1], swapped[0]
    assert (chain_of(changed), chain_of(missing), chain_of(swapped)) == (2, 2, 1)
