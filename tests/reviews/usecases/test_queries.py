import pytest

from shared.kernel.actor import Actor, Role
from shared.kernel.errors import ForbiddenError
from tests.reviews.desk import Desk
from tests.reviews.facts import (
    CHAIR,
    DIRECTOR,
    MINISTER,
    OFFICER,
    OFFICER_BTP,
    SECRETARY,
    facts,
    full_facts,
    person,
)

PROPOSER = person("PGD-HP-02", (Role.PROPOSER, "STP-HP"))


@pytest.mark.parametrize(
    ("reader", "numbers"),
    [
        (OFFICER, ["KT-2026-0001"]),
        (DIRECTOR, ["KT-2026-0001"]),
        (PROPOSER, ["KT-2026-0001"]),
        (OFFICER_BTP, ["KT-2026-0004"]),
        (SECRETARY, ["KT-2026-0004"]),
        (CHAIR, ["KT-2026-0004"]),
        (person("X", (Role.RECIPIENT, "STP-HP")), []),
    ],
)
async def test_each_reader_sees_the_cases_of_his_own_scope(desk: Desk, reader: Actor, numbers: list[str]) -> None:
    await desk.council()
    ids = [await desk.admitted(facts()), await desk.admitted(full_facts())]
    seen = await desk.do.queries.cases((), 10, reader)
    assert [each.thing.facts.number for each in seen] == numbers
    for case_id in ids:
        if case_id in {each.thing.id for each in seen}:
            assert (await desk.do.queries.case(case_id, reader)).thing.id == case_id
        else:
            with pytest.raises(ForbiddenError):
                await desk.do.queries.case(case_id, reader)


async def test_sessions_and_councils_are_found(desk: Desk) -> None:
    await desk.council()
    session_id = await desk.convened(await desk.appraised(full_facts()))
    assert (await desk.do.queries.session(session_id, CHAIR)).thing.id == session_id
    assert [seen.thing.id for seen in await desk.do.queries.sessions(("convened",), 5, CHAIR)] == [session_id]
    assert [seen.thing.code for seen in await desk.do.queries.councils()] == ["HD-BTP"]
    with pytest.raises(ForbiddenError):
        await desk.do.queries.session(session_id, OFFICER)
    with pytest.raises(ForbiddenError):
        await desk.do.queries.council("HD-X")


async def test_decisions_and_awards_are_found_within_their_scope(desk: Desk) -> None:
    decision_id = await desk.drafted(await desk.appraised(facts()))
    await desk.reserved(decision_id)
    (row,) = (await desk.decision(decision_id)).rows
    assert [seen.thing.id for seen in await desk.do.queries.decisions((), 5, DIRECTOR)] == [decision_id]
    assert (await desk.do.queries.decision(decision_id, OFFICER)).thing.id == decision_id
    assert (await desk.do.queries.award(row.award_id, DIRECTOR)).thing.id == row.award_id
    with pytest.raises(ForbiddenError):
        await desk.do.queries.decision(decision_id, MINISTER)
    for stranger in (MINISTER, person("CB-0412")):
        with pytest.raises(ForbiddenError):
            await desk.do.queries.award(row.award_id, stranger)
