from datetime import date

import pytest

from services.nominations.domain.movement import Movement, MovementDatesError, movement_id_of


def movement(**days: date) -> Movement:
    given = {"window_from": date(2026, 1, 15), "window_to": date(2026, 11, 30), "final_review_on": date(2026, 12, 10)}
    return Movement(
        id=movement_id_of("CD-1"),
        code="CD-1",
        kind="thematic",
        name_vi="Không để án tồn đọng",
        owner_code="BTP",
        unit_path=("BTP",),
        **(given | days),  # type: ignore[arg-type]
    )


def test_a_movement_ends_after_it_begins_and_is_reviewed_in_order() -> None:
    assert movement(interim_review_on=date(2026, 6, 30)).final_review_on == date(2026, 12, 10)


@pytest.mark.parametrize(
    "days",
    [
        {"window_to": date(2026, 1, 14)},
        {"final_review_on": date(2026, 1, 14)},
        {"interim_review_on": date(2026, 12, 11)},
        {"interim_review_on": date(2026, 1, 1)},
    ],
)
def test_impossible_days_are_refused(days: dict[str, date]) -> None:
    with pytest.raises(MovementDatesError):
        movement(**days)
