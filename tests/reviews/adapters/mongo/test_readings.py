"""One suite over the readings in memory and on MongoDB."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.reviews.domain.award import Award
from services.reviews.domain.award_parts import Revoking
from services.reviews.domain.decision import Decision
from services.reviews.domain.grant import Signed
from services.reviews.domain.opinion import Ask, Opinion, OpinionState
from services.reviews.domain.payment import PaymentsAsked, PaymentState, payment_state
from services.reviews.domain.row import Row
from services.reviews.domain.session import Session
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import Places
from shared.kernel.asking import Silence
from shared.kernel.ids import id_from
from shared.kernel.revocation import RevocationGround
from shared.runtime.store.client import MongoStore
from tests.reviews.facts import COUNCIL, NOW, PACKS, TODAY, appraised_case, facts, full_facts, news, opened_case

STP = appraised_case(facts(1), "TD-01")
THADS = appraised_case(full_facts(4))
ROW = Row.of(id_from("decision", 1), STP, "Nguyễn Thị Hạnh", "37 hộ", appraiser_may_grant=False)
DECISION = Decision.prepare(
    id_from("decision", 1),
    number="12/QĐ-STP",
    grantor_unit_id="STP-HP",
    council_codes=("HD-STP",),
    cases=[STP],
    rows=(ROW,),
    on=TODAY,
)
AWARD = Award.reserve(DECISION, ROW, STP.facts)
SESSION = Session.convene(
    id_from("session", 1),
    COUNCIL,
    [(THADS, PACKS.version("FIX-2026", "2026-10-01").form("BANG_KHEN_BO").vote)],
    number="HD-BTP-2026-01",
    closes_at=NOW + timedelta(days=1),
    now=NOW,
)

STP_PATHS: list[tuple[set[str] | None, bool]] = [
    (None, True),
    ({"STP-HP"}, True),
    ({"UB-HP", "X"}, True),
    ({"BTP"}, False),
    (set(), False),
]


def places(codes: set[str] | None) -> Places:
    return None if codes is None else frozenset(codes)


def award(n: int, *acts: str, day: date = TODAY) -> Award:
    """An award of a decision of this day, after these acts."""
    case = appraised_case(facts(n))
    row = Row.of(id_from("decision", n), case, "Nguyễn Thị Hạnh", "37 hộ", appraiser_may_grant=False)
    reserved = Award.reserve(replace(DECISION, number=f"{n}/QĐ-STP", rows=(row,)), row, case.facts)
    kept = reserved.be_granted(Signed(day, NOW, "0" * 64), PACKS.version("FIX-2026", "2026-10-01"), 0)
    revoking = Revoking(RevocationGround.FRAUD, "9/QĐ-STP", "Khai khống", day, "GD-HP-01")
    for act in acts:
        kept = {
            "pay": lambda one: one.pay(day, day),
            "examine": lambda one: one.examine(id_from("complaint", 1)),
            "revoke": lambda one: one.revoke(revoking),
            "part": lambda one: one.recover(1, object_returned=False),
            "all": lambda one: one.recover(760_000, object_returned=False),
        }[act](kept)
    return kept


LISTED = {
    PaymentState.DUE: [award(3), award(12)],
    PaymentState.PAID: [award(4, "pay"), award(5, "pay", "examine")],
    PaymentState.TO_RECOVER: [award(6, "pay", "revoke"), award(7, "pay", "revoke", "part")],
    None: [award(8, "examine"), award(9, "revoke"), award(10, "pay", "revoke", "all"), AWARD],
}


@pytest.mark.parametrize("state", PaymentState)
async def test_a_list_of_payments_holds_all_that_stand_so_in_their_order(homes: Homes, state: PaymentState) -> None:
    kept = [one for awards in LISTED.values() for one in awards]
    other_days = [award(n, day=TODAY + timedelta(days=days)) for n, days in ((21, -1), (22, 1))]
    for one in (*reversed(kept), *other_days):
        await homes.awards.save(one, emits=(), because_of=news())
    asked = PaymentsAsked(state, TODAY, TODAY)

    async def listed(about: PaymentsAsked, codes: set[str] | None, limit: int = 9) -> list[str]:
        return [one.decision_number for one in await homes.readings.payments(about, limit, places(codes))]

    numbers = sorted(one.decision_number for one in LISTED[state])
    for codes, seen in STP_PATHS:
        assert await listed(asked, codes) == (numbers if seen else [])
    assert await listed(asked, None, limit=1) == numbers[:1]
    assert await listed(replace(asked, grantor_unit_id="STP-HP"), None) == numbers
    assert await listed(replace(asked, grantor_unit_id="UB-HP"), None) == []
    for one in LISTED[state]:
        assert payment_state(one) is state


@pytest.mark.parametrize(("codes", "seen"), STP_PATHS)
async def test_cases_and_awards_are_seen_along_their_paths(homes: Homes, codes: set[str] | None, seen: bool) -> None:
    await homes.cases.save(STP, emits=(), because_of=news())
    await homes.awards.save(AWARD, emits=(), because_of=news())
    within = places(codes)
    assert (await homes.readings.case(STP.id, within) is not None) is seen
    assert (len(await homes.readings.cases((), 10, within)) == 1) is seen
    assert (await homes.readings.award(AWARD.id, within, "X") is not None) is seen
    assert (await homes.readings.award(AWARD.id, within, "CB-0412") is not None) is seen, "it is no award yet"


async def test_who_is_commended_sees_the_award_once_it_is_granted(homes: Homes) -> None:
    granted = award(1)
    await homes.awards.save(granted, emits=(), because_of=news())
    assert await homes.readings.award(granted.id, frozenset(), "CB-0412") is not None
    assert await homes.readings.award(granted.id, frozenset(), "CB-0077") is None


async def test_a_case_is_seen_from_its_subjects_unit_and_from_its_grantors(homes: Homes) -> None:
    await homes.cases.save(THADS, emits=(), because_of=news())
    for code in ("THADS-HP", "BTP"):
        assert await homes.readings.case(THADS.id, frozenset({code})) is not None


@pytest.mark.parametrize(("codes", "seen"), [*STP_PATHS, ({"HD-STP"}, True)])
async def test_decisions_are_seen_from_grantor_and_council(homes: Homes, codes: set[str] | None, seen: bool) -> None:
    await homes.decisions.save(DECISION, emits=(), because_of=news())
    assert (await homes.readings.decision(DECISION.id, places(codes)) is not None) is seen
    assert (len(await homes.readings.decisions(("drafted",), 10, places(codes))) == 1) is seen
    assert not await homes.readings.decisions(("signed",), 10, places(codes))


@pytest.mark.parametrize(("codes", "seen"), [(None, True), ({"HD-BTP"}, True), ({"BTP"}, True), ({"STP-HP"}, False)])
async def test_sessions_are_seen_from_council_and_unit(homes: Homes, codes: set[str] | None, seen: bool) -> None:
    await homes.sessions.save(SESSION, emits=(), because_of=news())
    assert (await homes.readings.session(SESSION.id, places(codes)) is not None) is seen
    assert (len(await homes.readings.sessions((), 10, places(codes))) == 1) is seen


def asked(n: int, due: int, case_id: UUID = STP.id) -> Opinion:
    ask = Ask(id_from("opinion", n), "UB-X", date(2026, 10, due), Silence.NONE, held_days=0)
    return Opinion.requested(ask, case_id, STP.facts)


@pytest.mark.parametrize(("codes", "seen"), [*STP_PATHS, ({"UB-X"}, True)])
async def test_opinions_are_seen_by_the_body_and_by_the_grantor(
    homes: Homes, codes: set[str] | None, seen: bool
) -> None:
    await homes.opinions.save(asked(1, 9), emits=(), because_of=news())
    within = places(codes)
    assert (await homes.readings.opinion(id_from("opinion", 1), within) is not None) is seen
    assert (len(await homes.readings.opinions(("requested",), STP.id, 10, within)) == 1) is seen
    assert not await homes.readings.opinions((), THADS.id, 10, within)


async def test_opinions_come_by_their_day_and_are_overdue_only_after_it(homes: Homes) -> None:
    for n, due in ((1, 9), (2, 8), (3, 10)):
        await homes.opinions.save(asked(n, due), emits=(), because_of=news())
    replied = replace(asked(4, 7), state=OpinionState.REPLIED)
    await homes.opinions.save(replied, emits=(), because_of=news())
    listed = await homes.readings.opinions(("requested",), None, 2, None)
    assert [seen.thing.due_on.day for seen in listed] == [8, 9]
    assert await homes.opinions.overdue(date(2026, 10, 9), 10) == [id_from("opinion", 2)]
    assert await homes.opinions.overdue(date(2026, 10, 10), 1) == [id_from("opinion", 2)]


async def test_cases_come_by_state_those_due_first_first_and_no_more_than_asked(homes: Homes) -> None:
    for n, day in ((1, 8), (2, 6), (3, 7)):
        data: dict[str, Any] = facts(n, received_on=date(2026, 10, day))
        await homes.cases.save(opened_case(data), emits=(), because_of=news())
    await homes.cases.save(replace(THADS), emits=(), because_of=news())
    found = await homes.readings.cases(("opened",), 2, None)
    assert [seen.thing.facts.number for seen in found] == ["KT-2026-0002", "KT-2026-0003"]
    assert [seen.thing.id for seen in await homes.readings.cases(("ready", "withdrawn"), 9, None)] == [THADS.id]


async def test_councils_are_seen_by_code(homes: Homes) -> None:
    other = replace(COUNCIL, id=id_from("council", "HD-A"), code="HD-A")
    for council in (COUNCIL, other):
        await homes.councils.save(council, emits=(), because_of=news())
    assert [seen.thing.code for seen in await homes.readings.councils()] == ["HD-A", "HD-BTP"]
    assert await homes.readings.council(COUNCIL.id) is not None
    assert await homes.readings.council(id_from("council", "X")) is None


DUE, NEWEST = [("state.decide_by", 1), ("_id", 1)], [("created_at", -1), ("_id", 1)]
LISTS = {
    "cases": (("state.facts.grantor_path", "state.facts.unit_path"), DUE),
    "decisions": (("state.grantor_path", "state.council_codes"), NEWEST),
    "sessions": (("state.council_code", "state.unit_id"), NEWEST),
    "findings": (("state.subject.path",), NEWEST),
    "opinions": (("state.body_id", "state.facts.grantor_path"), [("state.due_on", 1), ("_id", 1)]),
}


def rows_at(places: str, paths: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows here and there, in several states, each with a number of its own."""
    rows: list[dict[str, Any]] = []
    for n in range(300):
        state: dict[str, Any] = {"state": "xyz"[n % 3], "number": str(n), "claim": str(n), "decide_by": f"2026-{n:03}"}
        state["due_on"] = state["decide_by"]
        for path in paths:
            *outer, last = path.split(".")[1:]
            place: dict[str, Any] = state
            for part in outer:
                place = place.setdefault(part, {})
            place[last] = [places[n % len(places)], "Z"]
        rows.append({"_id": id_from("row", n), "created_at": NOW + timedelta(minutes=n), "state": state})
    return rows


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("states", [{}, {"state.state": {"$in": ["x", "y"]}}])
@pytest.mark.parametrize("places", [["A"], ["A", "B"]])
async def test_a_list_reads_what_it_shows_in_its_order(
    store: MongoStore, name: str, states: dict[str, Any], places: list[str]
) -> None:
    paths, order = LISTS[name]
    await store.rows(name).insert_many(rows_at("ABC", paths))
    query = {**states, "$or": [{path: {"$in": places}} for path in paths]}
    plan = await store.rows(name).find(query).sort(order).limit(50).explain()
    stages = set(re.findall(r"'stage': '(\w+)'", str(plan["queryPlanner"]["winningPlan"])))
    assert stages & {"COLLSCAN", "SORT"} == set(), plan["queryPlanner"]["winningPlan"]


async def test_a_claim_is_found_by_its_index(store: MongoStore) -> None:
    plan = await store.rows("awards").find({"state.claim": "a", "state.live": True}).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])


@pytest.mark.parametrize(("name", "field"), [("decisions", "state.rows.case_id"), ("sessions", "state.votes.case_id")])
async def test_what_names_a_case_is_found_by_its_index(store: MongoStore, name: str, field: str) -> None:
    plan = await store.rows(name).find({field: "a"}).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])


async def test_open_votes_are_found_and_no_others(homes: Homes, store: MongoStore) -> None:
    opened = replace(SESSION.open_voting(NOW, {}), id=id_from("session", 2))
    for session in (SESSION, opened, replace(SESSION.adjourn(NOW), id=id_from("session", 3))):
        await homes.sessions.save(session, emits=(), because_of=news())
    assert [session.id for session in await homes.sessions.voting()] == [opened.id]
    plan = await store.rows("sessions").find({"state.state": "voting_open"}).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
