"""One suite over the adapters in memory and on MongoDB; and what only MongoDB has to prove."""

import asyncio
import json
import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.reviews.app import homes as mongo_homes
from services.reviews.domain.award import Award
from services.reviews.domain.ballot import Ballot, Cast, Choice, OpenChoice
from services.reviews.domain.decision import Decision
from services.reviews.domain.delegation import Delegation
from services.reviews.domain.row import Row
from services.reviews.domain.session import Session
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import ONE_LIVE_AWARD, ONE_NUMBER
from services.reviews.usecases.session.about import about
from shared.contracts.councils import CouncilAdjourned
from shared.kernel.actor import Role
from shared.kernel.clock import now_utc
from shared.kernel.errors import AlreadyHandledError, CauseReusedError, ForbiddenError, StaleError, TakenError
from shared.kernel.ids import id_from
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from tests.reviews.facts import (
    CHAIR,
    COUNCIL,
    MEMBERS,
    NOW,
    OFFICER,
    OFFICER_BTP,
    PACKS,
    SAFE,
    TODAY,
    appraised_case,
    facts,
    full_facts,
    news,
    opened_case,
    person,
    wish,
)

FREE = [ref for ref in MEMBERS if ref != "HD-03"]
RULE = PACKS.version("FIX-2026", "2026-10-01").form("BANG_KHEN_BO").vote
CASE = appraised_case(full_facts())


def session(n: int = 1) -> Session:
    return Session.convene(
        id_from("session", n),
        COUNCIL,
        [(CASE, RULE), (replace(CASE, id=id_from("nomination", "b")), RULE)],
        number=f"HD-BTP-2026-{n:02}",
        closes_at=NOW + timedelta(days=1),
        now=NOW,
    )


def decision(key: str, number: str = "12/QĐ-STP", n: int = 1) -> Decision:
    case = appraised_case(facts(n), "TD-01")
    decision_id = id_from("decision", key)
    row = Row.of(decision_id, case, "Nguyễn Thị Hạnh", "37 hộ", appraiser_may_grant=False)
    return Decision.prepare(
        decision_id, number=number, grantor_unit_id="STP-HP", council_codes=(), cases=[case], rows=(row,), on=TODAY
    )


def award(key: str, n: int = 1) -> Award:
    drafted = decision(key, n=n)
    return Award.reserve(drafted, drafted.rows[0], appraised_case(facts(n)).facts)


async def test_what_was_kept_comes_back_the_same(homes: Homes) -> None:
    case = appraised_case(facts(size=5))
    assert await homes.cases.find(case.id) is None
    assert await homes.cases.save(case, emits=(), because_of=news())
    assert await homes.cases.find(case.id) == replace(case, version=1)
    assert await homes.councils.save(COUNCIL, emits=(), because_of=news())
    assert await homes.councils.find(COUNCIL.id) == replace(COUNCIL, version=1)


async def test_a_repeat_is_known_and_keeps_nothing(homes: Homes) -> None:
    cause = replace(wish(OFFICER, "case.appraise", "once"), body_hash="one")
    case = opened_case(facts())
    assert await homes.cases.save(case, emits=(), because_of=cause)
    assert not await homes.cases.save(case, emits=(), because_of=cause)
    with pytest.raises(AlreadyHandledError):
        await homes.cases.get(case.id, cause)
    with pytest.raises(CauseReusedError):
        await homes.cases.get(case.id, replace(cause, body_hash="other"))


async def test_the_slower_of_two_is_stale(homes: Homes) -> None:
    await homes.cases.save(opened_case(facts()), emits=(), because_of=news())
    read = await homes.cases.get(facts()["nomination_id"], news())
    assert await homes.cases.save(read, emits=(), because_of=news())
    with pytest.raises(StaleError):
        await homes.cases.save(read, emits=(), because_of=news())


async def test_a_thing_out_of_scope_is_as_if_it_were_not(homes: Homes) -> None:
    case = opened_case(facts())
    await homes.cases.save(case, emits=(), because_of=news())
    assert await homes.cases.get(case.id, wish(OFFICER, "case.appraise"))
    for wanted in (case.id, id_from("nomination", "unknown")):
        with pytest.raises(ForbiddenError):
            await homes.cases.get(wanted, wish(OFFICER_BTP, "case.appraise"))


async def test_one_claim_has_one_live_award(homes: Homes) -> None:
    first, second = award("a"), award("b")
    await homes.awards.save(first, emits=(), because_of=news())
    with pytest.raises(TakenError) as taken:
        await homes.awards.save(second, emits=(), because_of=news())
    assert taken.value.rule == ONE_LIVE_AWARD
    holder = await homes.awards.holder(first.claim)
    assert holder is not None
    assert holder.id == first.id
    assert await homes.awards.save(holder.free("x"), emits=(), because_of=news())
    assert await homes.awards.holder(first.claim) is None
    assert await homes.awards.save(second, emits=(), because_of=news())


async def test_of_many_awards_for_one_deed_one_is_kept(homes: Homes) -> None:
    saves = [homes.awards.save(award(f"d{n}"), emits=(), because_of=news()) for n in range(20)]
    answers = await asyncio.gather(*saves, return_exceptions=True)
    assert answers.count(True) == 1
    assert sum(isinstance(answer, TakenError) for answer in answers) == 19


async def test_one_number_serves_one_decision_of_a_grantor_and_year(homes: Homes) -> None:
    await homes.decisions.save(decision("a"), emits=(), because_of=news())
    with pytest.raises(TakenError) as taken:
        await homes.decisions.save(decision("b"), emits=(), because_of=news())
    assert taken.value.rule == ONE_NUMBER
    assert await homes.decisions.save(replace(decision("c"), year=2027), emits=(), because_of=news())
    kept = await homes.decisions.get(decision("a").id, news())
    assert await homes.decisions.save(kept.send_back("x"), emits=(), because_of=news())
    assert await homes.decisions.save(decision("b"), emits=(), because_of=news())


async def test_councils_are_found_by_unit_and_code(homes: Homes) -> None:
    await homes.councils.save(COUNCIL, emits=(), because_of=news())
    for found in (
        await homes.councils.of_units(["BTP", "X"]),
        await homes.councils.with_codes(["HD-BTP", "BTP"]),
    ):
        assert [council.code for council in found] == ["HD-BTP"]
    assert not await homes.councils.of_units([])
    assert not await homes.councils.with_codes(["BTP"])


async def test_numbers_count_up(homes: Homes) -> None:
    numbers = await asyncio.gather(*(homes.numbers.next("sessions/2026") for _ in range(5)))
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    assert await homes.numbers.next("sessions/2027") == 1


async def open_session(homes: Homes) -> Session:
    await homes.sessions.save(session(), emits=(), because_of=news())
    convened = await homes.sessions.get(session().id, news())
    await homes.sessions.save(convened.open_voting(NOW, {}), emits=(), because_of=news())
    return convened


async def cast(homes: Homes, ref: str, choice: Choice = Choice.YES, case_id: UUID = CASE.id) -> bool:
    return await homes.sessions.cast(session().id, case_id, Cast(ref, Ballot(secrets.token_hex(16), choice)))


async def test_a_ballot_is_taken_of_entitled_members_while_the_vote_is_open(homes: Homes) -> None:
    assert not await cast(homes, "HD-01")
    await homes.sessions.save(session(), emits=(), because_of=news())
    assert not await cast(homes, "HD-01")
    convened = await homes.sessions.get(session().id, news())
    await homes.sessions.save(convened.open_voting(NOW, {}), emits=(), because_of=news())
    assert not await cast(homes, "HD-03")
    assert not await cast(homes, "CB-0412")
    assert not await cast(homes, "HD-01", case_id=id_from("nomination", "other"))
    assert await cast(homes, "HD-01")
    assert not await cast(homes, "HD-01")
    # Each case has its own vote.
    assert await cast(homes, "HD-01", case_id=id_from("nomination", "b"))


async def test_of_fifty_ballots_of_one_member_at_once_one_is_counted(homes: Homes) -> None:
    await open_session(homes)
    choices = [Choice.YES, Choice.NO] * 25
    answers = await asyncio.gather(*(cast(homes, "HD-02", choice) for choice in choices))
    assert answers.count(True) == 1
    kept = await homes.sessions.find(session().id)
    assert kept is not None
    assert kept.votes[0].participation == ("HD-02",)
    assert [ballot.choice for ballot in kept.votes[0].ballots] == [choices[answers.index(True)]]


async def test_open_choices_and_paper_stand_in_lists_of_their_own(homes: Homes) -> None:
    await open_session(homes)
    take = homes.sessions.cast
    for ref in ("HD-09", "HD-02"):
        assert await take(session().id, CASE.id, Cast(ref, OpenChoice(ref, Choice.NO), is_written=True))
    assert await take(session().id, CASE.id, Cast("HD-05", OpenChoice("HD-05", Choice.YES)))
    assert not await take(session().id, CASE.id, Cast("HD-05", OpenChoice("HD-05", Choice.NO), is_written=True))
    kept = await homes.sessions.find(session().id)
    assert kept is not None
    assert kept.votes[0].participation == ("HD-02", "HD-05", "HD-09")
    assert (kept.votes[0].written, kept.votes[0].ballots) == (("HD-02", "HD-09"), ())
    assert [one.choice for one in kept.votes[0].choices] == [Choice.NO, Choice.YES, Choice.NO]


async def test_a_count_made_before_a_ballot_cannot_overwrite_it(homes: Homes) -> None:
    await open_session(homes)
    read = await homes.sessions.get(session().id, wish(CHAIR, "session.adjourn"))
    assert await cast(homes, "HD-02")
    with pytest.raises(StaleError):
        await homes.sessions.save(read, emits=[CouncilAdjourned(**about(read))], because_of=news())


async def test_a_dump_of_the_session_pairs_no_member_with_a_choice(store: MongoStore) -> None:
    homes = mongo_homes(store, UnitsView(store, "reviews", now_utc), SAFE)
    await open_session(homes)
    chosen = {ref: Choice.YES if n % 2 else Choice.NO for n, ref in enumerate(reversed(FREE))}
    for ref, choice in chosen.items():
        assert await cast(homes, ref, choice)
    kept = await homes.sessions.find(session().id)
    assert kept is not None
    assert kept.votes[0].participation == tuple(FREE)
    assert list(kept.votes[0].ballots) == sorted(kept.votes[0].ballots)
    dumped = await store.rows("sessions").find_one({"_id": session().id})
    assert dumped is not None
    vote = dumped["state"]["votes"][0]
    assert vote["participation"] == sorted(FREE)
    assert [set(ballot) for ballot in vote["ballots"]] == [{"id", "choice"}] * 8
    assert [ballot["id"] for ballot in vote["ballots"]] == sorted(ballot["id"] for ballot in vote["ballots"])
    # Two saves made the session; eight ballots left no cause, event or time.
    assert (len(dumped["inbox"]), dumped["seq"], dumped["version"]) == (2, 0, 10)
    assert dumped["updated_at"] <= max(entry["at"] for entry in dumped["inbox"])
    without = json.dumps({**dumped, "state": {**dumped["state"], "votes": []}}, default=str)
    assert not any(ballot["id"] in without for ballot in vote["ballots"])


async def test_a_series_goes_on_after_the_highest_number_that_is_taken_in_its_year(homes: Homes) -> None:
    assert await homes.decisions.last_serial("STP-HP", TODAY.year) == 0
    for n, number in enumerate(("12/QĐ-STP", "9/QĐ-STP-HP", "3/QĐ-STP-HP", "40/QĐ-BTP"), start=1):
        await homes.decisions.save(decision(f"series {n}", number, n), emits=(), because_of=news())
    assert await homes.decisions.last_serial("STP-HP", TODAY.year) == 9
    assert await homes.decisions.last_serial("STP-HP", TODAY.year + 1) == 0
    assert await homes.decisions.last_serial("BTP", TODAY.year) == 0
    last = await homes.decisions.find(decision("series 2").id)
    assert last is not None
    await homes.decisions.save(last.send_back("Sai số liệu"), emits=(), because_of=news())
    assert await homes.decisions.last_serial("STP-HP", TODAY.year) == 3


async def test_a_person_is_found_with_all_delegations_that_were_given(homes: Homes) -> None:
    for n, ref in enumerate(("PGD-HP-02", "PGD-HP-02", "TD-01"), start=1):
        given = Delegation.record(
            id_from("delegation", n),
            grantor_unit_id="STP-HP",
            grantor_ref="GD-HP-01",
            delegate_ref=ref,
            days=(TODAY, TODAY),
            number=f"{n}/UQ-STP",
            today=TODAY,
        )
        await homes.delegations.save(given, emits=(), because_of=news())
    assert [one.number for one in await homes.delegations.given_to("PGD-HP-02")] == ["1/UQ-STP", "2/UQ-STP"]
    assert await homes.delegations.given_to("GD-HP-01") == []


async def test_a_case_is_found_in_the_decisions_that_name_it_and_the_sessions_that_will_vote_on_it(
    homes: Homes,
) -> None:
    drafted, ended = decision("a"), session(2).strike({CASE.id, id_from("nomination", "b")})
    for one in (drafted, decision("b", "13/QĐ-STP", 2)):
        await homes.decisions.save(one, emits=(), because_of=news())
    for called in (session(), ended):
        await homes.sessions.save(called, emits=(), because_of=news())
    assert await homes.decisions.naming(drafted.rows[0].case_id) == [drafted.id]
    assert await homes.decisions.naming(CASE.id) == []
    assert await homes.sessions.calling(CASE.id) == [session().id]


async def test_a_file_is_taken_back_by_its_unit_and_reviewed_by_its_grantor(homes: Homes) -> None:
    head = person("CT-HP-THA", (Role.UNIT_HEAD, "THADS-HP"), (Role.EMULATION_OFFICER, "THADS-HP"))
    await homes.cases.save(CASE, emits=(), because_of=news())
    assert (await homes.cases.get(CASE.id, wish(head, "case.withdraw"))).id == CASE.id
    with pytest.raises(ForbiddenError):
        await homes.cases.get(CASE.id, wish(head, "case.appraise"))
