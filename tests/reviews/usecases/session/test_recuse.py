import pytest

from services.reviews.domain.ballot import AlreadyRecusedError, NotEntitledError
from services.reviews.domain.recusal import Recused
from shared.contracts.councils import CouncilVoteOpened
from shared.kernel.actor import Role
from shared.kernel.errors import AlreadyHandledError, ConflictError, ForbiddenError
from shared.kernel.ids import id_from
from tests.reviews.desk import Desk
from tests.reviews.facts import CHAIR, full_facts, member, person, wish


async def test_a_member_takes_no_part_and_the_opening_tells_it(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    session_id = await desk.convened(case_id)
    recuse, before = desk.do.session.recuse, len(desk.memory.told)
    await recuse(session_id, case_id, wish(member("HD-05"), "session.recuse", "once"))
    with pytest.raises(AlreadyHandledError):
        await recuse(session_id, case_id, wish(member("HD-05"), "session.recuse", "once"))
    assert desk.memory.told[before:] == []
    (vote,) = (await desk.session(session_id)).votes
    assert vote.recused == (Recused("HD-03", "heads_unit"), Recused("HD-05", "declared"))
    await desk.do.session.open_voting(session_id, wish(CHAIR, "session.open_voting"))
    told = {each.member_ref: each.ground for each in desk.last(CouncilVoteOpened).recused}
    assert told == {"HD-03": "heads_unit", "HD-05": "declared"}
    with pytest.raises(ConflictError):
        await recuse(session_id, case_id, wish(member("HD-06"), "session.recuse"))


async def test_who_is_recused_already_or_no_member_is_refused(desk: Desk) -> None:
    await desk.council()
    case_id = await desk.appraised(full_facts())
    session_id = await desk.convened(case_id)
    stranger = person("HD-99", (Role.COUNCIL_MEMBER, "HD-BTP"))
    for actor, refused in ((member("HD-03"), AlreadyRecusedError), (stranger, NotEntitledError)):
        with pytest.raises(refused):
            await desk.do.session.recuse(session_id, case_id, wish(actor, "session.recuse"))
    with pytest.raises(ForbiddenError):
        await desk.do.session.recuse(session_id, id_from("case", "other"), wish(member("HD-05"), "session.recuse"))
