from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.reviews.domain.figures import Span
from services.reviews.domain.formalism import MovementFigure
from shared.contracts.awards import AwardGranted, AwardRevoked
from shared.contracts.movements import MovementLaunched
from shared.contracts.nominations import NominationReceived
from shared.kernel.ids import id_from
from tests.notifications.facts import event_of
from tests.reviews.desk import Desk
from tests.reviews.facts import DIRECTOR, MINISTER, news

MOVEMENT = id_from("movement", "CD-2026-1")
FILE: dict[str, Any] = {
    "unit_id": "STP-HP",
    "unit_path": ("UB-HP", "STP-HP"),
    "nomination_id": id_from("nomination", 1),
}


async def test_a_report_is_counted_in_the_month_in_which_its_file_was_taken_in_hand(desk: Desk) -> None:
    at = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    first = NominationReceived(**FILE, number="KT-2026-0002", repeats="KT-2026-0001")
    await desk.do.figures.count_report(first, replace(news(), at=at, sequence=2))
    (every, own) = await desk.do.figures.ask.reports(Span("2026-10", "2026-10"), None, DIRECTOR)
    assert [(one.unit_id, one.reports, one.repeating) for one in (every, own)] == [(None, 1, 1), ("STP-HP", 1, 1)]
    mended = first.model_copy(update={"repeats": None})
    await desk.do.figures.count_report(mended, replace(news(), at=at, sequence=6))
    (every, _) = await desk.do.figures.ask.reports(Span("2026-10", "2026-10"), None, DIRECTOR)
    assert (every.reports, every.repeating) == (1, 0)
    with pytest.raises(ValueError, match="no time"):
        await desk.do.figures.count_report(first, news())


async def test_a_movement_counts_its_own_awards_until_they_are_revoked(desk: Desk) -> None:
    launched = event_of("movement.launched", movement_id=MOVEMENT, unit_id="BTP", unit_path=("BTP",))
    granted = event_of("award.granted", movement_id=MOVEMENT)
    assert isinstance(launched, MovementLaunched)
    assert isinstance(granted, AwardGranted)
    revoked = event_of("award.revoked", award_id=granted.award_id)
    assert isinstance(revoked, AwardRevoked)
    await desk.do.figures.count_movement_award(granted, news())
    await desk.do.figures.follow_movement(launched, replace(news(), sequence=1))
    await desk.do.figures.count_movement_award(granted.model_copy(update={"movement_id": None}), news())
    (figure,) = await desk.do.figures.ask.movements(None, MINISTER)
    assert isinstance(figure, MovementFigure)
    assert (figure.movement.id, figure.awards) == (MOVEMENT, 1)
    assert list(await desk.do.figures.ask.movements(None, DIRECTOR)) == []
    await desk.do.figures.take_movement_award_back(revoked, news())
    (figure,) = await desk.do.figures.ask.movements(None, MINISTER)
    assert figure.awards == 0
