"""One suite over consultations in memory and on MongoDB."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.reviews.domain.consultation import ConsultationState
from services.reviews.usecases.homes import Homes
from shared.runtime.store.client import MongoStore
from tests.reviews.domain.test_consultation import LAST, LATE, opened, said
from tests.reviews.facts import news

SOON, LATER, PAUSED, CLOSED = (
    replace(opened(), id=UUID(int=1), version=0, comments=(said(1),)),
    replace(opened(), id=UUID(int=2), version=0, closes_on=LATE),
    replace(opened(), id=UUID(int=3), version=0, paused=True),
    replace(opened(), id=UUID(int=4), version=0, state=ConsultationState.WINDOW_CLOSED, comments=(said(1), said(2))),
)


async def test_what_is_open_what_is_over_and_who_reads_what(homes: Homes) -> None:
    kept = homes.consultations
    for one in (LATER, SOON, PAUSED, CLOSED):
        await kept.save(one, emits=(), because_of=news())
    assert [one.id for one in await kept.open_on(LAST, 9)] == [SOON.id, LATER.id]
    assert [one.id for one in await kept.open_on(LATE, 9)] == [LATER.id]
    assert (await kept.overdue(LAST, 9), await kept.overdue(LATE, 9)) == ([], [SOON.id])
    assert len(await kept.overdue(LATE + timedelta(days=1), 1)) == 1
    assert [one.id for one in await kept.with_comment_of("mark-1", 9)] == [CLOSED.id, SOON.id]
    assert await kept.with_comment_of("mark-3", 9) == []
    btp, other = frozenset({"BTP"}), frozenset({"THADS-HP"})
    assert [seen.thing.id for seen in await kept.listed(("window_closed",), None, 9, btp)] == [CLOSED.id]
    assert len(await kept.listed((), SOON.case_id, 2, None)) == 2
    assert await kept.listed((), UUID(int=9), 9, btp) == await kept.listed((), None, 9, other) == []
    assert (await kept.shown(SOON.id, btp) is None, await kept.shown(SOON.id, other)) == (False, None)


@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        ({"state.state": "x", "state.paused": False, "state.closes_on": {"$lt": "y"}}, "state.closes_on"),
        ({"state.comments.sender_mark": "x"}, "created_at"),
        ({"state.facts.grantor_path": {"$in": ["x"]}, "state.state": {"$in": ["x", "y"]}}, "state.closes_on"),
        ({"state.facts.grantor_path": {"$in": ["x"]}}, "state.closes_on"),
    ],
)
async def test_every_list_has_its_index(store: MongoStore, wanted: dict[str, object], order: str) -> None:
    down = -1 if order == "created_at" else 1
    plan = await store.rows("consultations").find(wanted).sort([(order, down), ("_id", 1)]).explain()
    winning = str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in winning
    assert "'SORT'" not in winning
