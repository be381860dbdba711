"""What can stand on a topic for ever is judged on hand-made facts: a record cannot be taken back from there."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from deploy.standalone.reconcile.facts import Facts, Handled, Row, Shown, Stray, Thing, Told
from deploy.standalone.reconcile.history import History, Injected
from deploy.standalone.reconcile.invariants.audit import audit
from deploy.standalone.reconcile.invariants.conservation import conservation
from deploy.standalone.reconcile.invariants.effect_once import effect_once
from deploy.standalone.reconcile.invariants.events_complete import events_complete
from deploy.standalone.reconcile.invariants.order import order
from deploy.standalone.reconcile.invariants.quiet import quiet
from deploy.standalone.reconcile.judge import INVARIANTS, judged, lasting, reconciled
from deploy.standalone.reconcile.verdict import Verdict, Violation
from shared.kernel.ids import id_from
from shared.runtime.store.chain import GENESIS, link

DEED, CAUSE = uuid4(), uuid4()
TOPIC = "deeds.v1"


def event(sequence: int, *, offset: int = 0, partition: int = 3, cause: UUID = CAUSE) -> Told:
    kind = "deed.registered" if sequence == 1 else "deed.amended"
    number = sequence if cause == CAUSE else 1
    made = id_from("event", TOPIC, DEED, cause, number)
    return Told(made, kind, TOPIC, DEED, sequence, cause, b"same", {}, partition, offset or sequence)


def world(told: Sequence[Told], *, seq: int = 3, chain: bytes | None = b"") -> Facts:
    chain = sealed(HEALTHY) if chain == b"" else chain
    deed = Thing("deeds", DEED, seq, {"state": "registered"}, (Handled(CAUSE, "hash"),), chain=chain)
    return Facts(things={"deeds": {DEED: deed}}, told={(TOPIC, DEED): told})


def sealed(events: Sequence[Told]) -> bytes:
    chain = GENESIS
    for one in events:
        chain = link(chain, one.sequence, one.digest)
    return chain


def said(verdict: Verdict) -> list[str]:
    return [violation.what for violation in verdict.violations]


HEALTHY = [event(1), event(2), event(3)]


def test_events_in_order_hold_and_so_do_their_repeats() -> None:
    facts = world([*HEALTHY, event(2, offset=9), event(1, offset=10)])
    assert said(order(facts)) == []
    assert said(events_complete(facts)) == []


def test_an_event_before_its_turn_is_caught() -> None:
    assert said(order(world([event(1), event(3, offset=2), event(2, offset=3)]))) == [
        "its events stand in the order [1, 3, 2]"
    ]


def test_an_aggregate_in_two_partitions_is_caught() -> None:
    assert said(order(world([event(1), event(2, partition=4), event(3)]))) == ["its events stand in several partitions"]


def test_a_missing_an_invented_and_an_altered_event_are_caught() -> None:
    assert said(events_complete(world(HEALTHY[:2]))) == ["events 3 of 3 are neither on deeds.v1 nor owed"]
    assert "events 4 were told, it knows of 3" in said(events_complete(world([*HEALTHY, event(4)])))
    altered = replace(event(2, offset=9), digest=b"other")
    assert said(events_complete(world([*HEALTHY, altered])))[0].startswith("event 2 has copies that differ")
    forged = replace(event(3), id=uuid4())
    assert "is not what follows from its cause" in said(events_complete(world([*HEALTHY[:2], forged])))[0]
    uncaused = event(3, cause=uuid4())
    assert "which was not handled" in said(events_complete(world([*HEALTHY[:2], uncaused])))[0]


def test_a_chain_seals_every_event_in_its_place() -> None:
    assert said(audit(world([*HEALTHY, event(1, offset=9)]))) == []
    altered = [*HEALTHY[:2], replace(HEALTHY[2], digest=b"other")]
    turned = [replace(HEALTHY[0], digest=b"2"), replace(HEALTHY[1], digest=b"1"), HEALTHY[2]]
    for told in (altered, turned):
        assert said(audit(world(told))) == ["its chain does not follow from its 3 events"]
    assert said(audit(world(HEALTHY, chain=GENESIS))) == ["its chain does not follow from its 3 events"]
    assert said(audit(world(HEALTHY, chain=None))) == ["it keeps no chain"]
    assert said(audit(world(HEALTHY[:2]))) == [], "what is missing is said elsewhere"


def test_an_event_of_a_thing_that_nobody_keeps_is_caught() -> None:
    facts = replace(world(HEALTHY), things={})
    assert said(events_complete(facts))[0].endswith("tells of a thing that nobody keeps")


def test_an_unreadable_record_must_be_set_aside_and_have_been_put_there() -> None:
    stray = Stray(TOPIC, 3, 17, "bad_json", ("console.views",))
    facts = replace(world(HEALTHY), strays=[stray], history=History())
    assert said(quiet(facts)) == [
        "console.views cannot read it and has not set it aside",
        "nobody put it there: bad_json",
    ]
    known = replace(facts, history=History(injected=frozenset({Injected(TOPIC, 3, 17, "bad json")})))
    assert said(quiet(known)) == ["console.views cannot read it and has not set it aside"]


def test_the_twelve_are_numbered_and_what_cannot_be_judged_is_not_green() -> None:
    verdicts = judged(Facts())
    assert [verdict.number for verdict in verdicts] == [f"I{number}" for number in range(1, 13)]
    assert [verdict.number for verdict in verdicts if not verdict.is_judged] == ["I1", "I2"]
    assert len(INVARIANTS) == 12


def test_only_what_lasts_is_wrong() -> None:
    late, passing = Violation("deeds 1", "is lost"), Violation("deeds 2", "is on its way")
    before = [Verdict.of("I4", "events complete", "", [late, passing])]
    after = [Verdict.of("I4", "events complete", "", [late, Violation("deeds 3", "is on its way")])]
    assert lasting(before, after)[0].violations == (late,)


async def test_a_world_without_a_fault_is_read_once() -> None:
    reads = []

    async def read() -> Facts:
        reads.append(1)
        return world(HEALTHY)

    assert all(verdict.holds for verdict in await reconciled(read, quiet_seconds=40))
    assert len(reads) == 1


def _award(**file: object) -> Thing:
    state = {"state": "granted", "live": True, "facts": {"subject_ref": "CB-0077", **file}}
    state["claim"] = f"{file['year']}:CB-0077:CSTD_CS" if file.get("year") else f"{file['deed_id']}:CB-0077"
    return Thing("awards", uuid4(), 2, state, (), chain=None)


def test_a_revoked_award_holds_no_claim() -> None:
    revoked = _award(deed_id=str(DEED))
    fine = replace(revoked, id=uuid4(), state={**revoked.state, "state": "revoked", "live": False})
    assert said(conservation(Facts(things={"awards": {revoked.id: revoked, fine.id: fine}}))) == []
    wrong = replace(fine, state={**fine.state, "live": True})
    assert said(conservation(Facts(things={"awards": {wrong.id: wrong}}))) == ["it is revoked and live: True"]


def test_a_revocation_that_no_reader_sees_is_caught() -> None:
    award_id = uuid4()
    revoked = Told(uuid4(), "award.revoked", "awards.v1", award_id, 4, CAUSE, b"", {"case_id": DEED})
    wanted = {"console.views": frozenset({revoked.type}), "nominations.history": frozenset({revoked.type})}
    shown = Shown(wall=[award_id], remembered=frozenset({award_id}))
    facts = Facts(told={(revoked.topic, award_id): (revoked,)}, wanted=wanted, shown=shown)
    found = said(effect_once(facts))
    assert "its card does not say that the award was revoked" in found
    assert f"after award.revoked: award {award_id} still counts against a second one" in found
    seen = replace(shown, taken_back=frozenset({award_id}), forgotten=frozenset({award_id}))
    gone = said(effect_once(replace(facts, shown=seen)))
    assert not [what for what in gone if "revoked" in what]


def test_one_annual_form_is_granted_once_for_a_year_and_a_deed_beside_it() -> None:
    year = {"deed_id": None, "year": 2026, "form_code": "CSTD_CS"}
    fine = [_award(**year), _award(**{**year, "year": 2025}), _award(deed_id=str(DEED)), _award(deed_id=str(uuid4()))]
    assert said(conservation(Facts(things={"awards": {one.id: one for one in fine}}))) == []
    twice = {one.id: one for one in [*fine, _award(**year)]}
    found = conservation(Facts(things={"awards": twice})).violations
    assert [one.is_repeat for one in found] == [True]
    assert "2026 of CB-0077 of CSTD_CS has another live award" in found[0].what


def test_a_draft_or_a_session_that_goes_on_is_read_of_in_the_file_that_it_lost() -> None:
    lost, left, about = uuid4(), uuid4(), uuid4()
    names = {"case_ids": (left,), "struck_ids": (lost,), "case_id": lost}
    for kind, topic, source in (
        ("decision.row_released", "awards.v1", f"decision:{about}"),
        ("council.case_struck", "reviews.v1", f"session:{about}"),
    ):
        told = Told(uuid4(), kind, topic, about, 2, CAUSE, b"", names, 1, 1)
        own = source.partition(":")[0]
        row = {
            "meetings" if own == "session" else "decisions": {about: Row(about, {own: 2})},
            "cases": {lost: Row(lost, {source: 2}, [kind]), left: Row(left, {source: 1})},
        }
        facts = Facts(told={(topic, about): (told,)}, wanted={"console.views": frozenset({kind})})
        assert said(effect_once(replace(facts, shown=Shown(rows=row)))) == []
        blind = {**row, "cases": {left: row["cases"][left]}}
        assert said(effect_once(replace(facts, shown=Shown(rows=blind))))[0] == f"it saw {source} up to 0, told are 2"
