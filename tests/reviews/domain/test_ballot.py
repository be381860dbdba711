import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.domain.ballot import (
    AlreadyVotedError,
    Ballot,
    Cast,
    Choice,
    ConflictOfInterestError,
    ElectronicNotAllowedError,
    MemberVotedError,
    NoQuorumError,
    NotEntitledError,
    TakesNoPartError,
    Vote,
    WrittenNotAllowedError,
    percent,
    sealed,
)
from services.reviews.domain.recusal import Recused
from shared.kernel.ids import id_from
from shared.kernel.voting import VoteRule

VECTORS: dict[str, list[dict[Any, Any]]] = yaml.safe_load(
    (Path(__file__).parents[2] / "scenarios/vectors.yaml").read_text()
)
SESSION = id_from("session", 1)
RULE = VoteRule("all", Fraction(2, 3), Fraction(4, 5), secret=True)
OPEN = replace(RULE, secret=False)
ON_PAPER = replace(RULE, electronic=False)


def vote(rule: VoteRule = RULE, members: int = 9, recused: int = 0) -> Vote:
    refs = tuple(f"HD-{n:02}" for n in range(members))
    barred = tuple(Recused(ref, "heads_unit") for ref in refs[:recused])
    return Vote(id_from("nomination", 1), "KT-2026-0001", rule, refs, barred)


def filled(empty: Vote, yes: int, no: int = 0) -> Vote:
    choices = [Choice.YES] * yes + [Choice.NO] * no
    for n, (member, choice) in enumerate(zip(empty.entitled, choices, strict=False)):
        empty = empty.take(empty.cast_of(member, choice, sha256(str(n).encode()).hexdigest()[:32]))
    return empty


@pytest.mark.parametrize("vector", VECTORS["votes"])
def test_a_vote_is_counted_as_computed_by_hand(vector: dict[Any, Any]) -> None:
    rule = VoteRule(vector["denominator"], Fraction(2, 3), Fraction(str(vector["threshold"])), secret=True)
    empty = vote(rule, vector["members"], vector["recused"])
    present = vector.get("present", len(empty.entitled))
    yes = vector[True]  # YAML 1.1 reads the key `yes` as true
    outcome = filled(empty, yes, present - yes).count(SESSION).outcome
    assert outcome is not None
    assert (outcome.base, outcome.passed) == (vector["base"], vector["passed"])


def test_only_free_members_vote_and_only_once() -> None:
    open_vote = vote(recused=1)
    with pytest.raises(ConflictOfInterestError):
        open_vote.check_may_cast("HD-00")
    with pytest.raises(NotEntitledError):
        open_vote.check_may_cast("CB-0412")
    with pytest.raises(AlreadyVotedError):
        filled(open_vote, 1).check_may_cast("HD-01")


def test_a_quorum_is_that_of_the_members_who_may_vote() -> None:
    assert (vote(recused=0).needed, vote(recused=1).needed, vote(recused=3).needed) == (6, 6, 4)
    with pytest.raises(NoQuorumError) as refused:
        filled(vote(recused=1), 5).count(SESSION)
    assert dict(refused.value.params) == {"present": 5, "needed": 6, "case": "KT-2026-0001"}


@given(members=st.integers(1, 15), recused=st.integers(0, 15))
def test_a_vote_opens_when_the_free_members_can_form_the_councils_quorum(members: int, recused: int) -> None:
    one = vote(members=members, recused=min(recused, members))
    can = 3 * len(one.entitled) >= 2 * members
    if can:
        one.check_openable()
    else:
        with pytest.raises(NoQuorumError):
            one.check_openable()


@given(data=st.data(), members=st.integers(3, 12))
def test_what_is_kept_does_not_tell_who_chose_what(data: st.DataObject, members: int) -> None:
    one = vote(members=members)
    order = data.draw(st.permutations(one.member_refs))
    ids = data.draw(st.lists(st.uuids(), min_size=members, max_size=members, unique=True))
    choices = data.draw(st.lists(st.sampled_from(list(Choice)), min_size=members, max_size=members))
    ballots = [Ballot(ballot_id.hex, choice) for ballot_id, choice in zip(ids, choices, strict=True)]
    for member, ballot in zip(order, ballots, strict=True):
        one = one.take(Cast(member, ballot))
    # The same for any assignment of these ballots to these members, in any order of arrival.
    assert one.participation == tuple(sorted(order))
    assert one.ballots == tuple(sorted(ballots))


@given(yes=st.integers(0, 9))
def test_anybody_can_check_the_seal(yes: int) -> None:
    counted = filled(vote(), yes, 9 - yes).count(SESSION)
    assert counted.outcome is not None
    totals = {
        "base": 9,
        "entitled": 9,
        "no": 9 - yes,
        "passed": yes >= 8,
        "present": 9,
        "threshold": "80",
        "yes": yes,
    }
    document = {
        "ballots": [{"choice": ballot.choice.value, "id": ballot.id} for ballot in counted.ballots],
        "case": str(counted.case_id),
        "participation": list(counted.participation),
        "session": str(SESSION),
        "totals": totals,
    }
    written = json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    assert counted.outcome.tally_hash == sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(4, 5), "80"), (Fraction(2, 3), "66.7"), (Fraction(1, 8), "12.5"), (Fraction(1), "100")],
)
def test_a_share_reads_as_percent(share: Fraction, text: str) -> None:
    assert percent(share) == text


@given(data=st.data(), rule=st.sampled_from([RULE, OPEN]), members=st.integers(3, 12))
def test_what_was_chosen_counts_the_same_openly_and_in_secret_in_the_system_and_on_paper(
    data: st.DataObject, rule: VoteRule, members: int
) -> None:
    one = vote(replace(rule, absentee="written"), members)
    chosen = data.draw(st.lists(st.sampled_from(list(Choice)), min_size=members, max_size=members))
    on_paper = data.draw(st.sets(st.sampled_from(one.member_refs)))
    for n, (member, choice) in enumerate(zip(one.member_refs, chosen, strict=True)):
        one = one.take(one.cast_of(member, choice, f"{n:032x}", is_written=member in on_paper))
    outcome = one.count(SESSION).outcome
    assert outcome is not None
    assert (outcome.yes, outcome.present, outcome.base) == (chosen.count(Choice.YES), members, members)
    assert set(one.written) == on_paper
    sealed_text = sealed(SESSION, one, outcome)
    assert outcome.tally_hash == sha256(sealed_text.encode()).hexdigest()
    if rule.secret:
        assert one.choices == ()
        assert not any(member in ballot.id for member in one.member_refs for ballot in one.ballots)
    else:
        assert one.ballots == ()
        assert [(each.member_ref, each.choice) for each in one.choices] == list(
            zip(one.member_refs, chosen, strict=True)
        )


def test_a_seal_covers_who_chose_what_openly_and_who_wrote() -> None:
    outcomes = []
    for rule, is_written in ((RULE, False), (RULE, True), (OPEN, False), (OPEN, True)):
        one = vote(rule)
        for n, member in enumerate(one.member_refs):
            one = one.take(one.cast_of(member, Choice.YES, f"{n:032x}", is_written=is_written))
        outcomes.append(one.count(SESSION).outcome)
    assert len({outcome.tally_hash for outcome in outcomes if outcome is not None}) == 4


def test_paper_is_taken_where_the_rule_says_so_and_never_twice() -> None:
    with pytest.raises(WrittenNotAllowedError):
        vote().check_takes_paper("HD-01")
    for rule in (replace(RULE, absentee="written"), ON_PAPER):
        one = vote(rule, recused=1)
        one.check_takes_paper("HD-01")
        for outsider in ("HD-00", "CB-0412"):
            with pytest.raises(TakesNoPartError):
                one.check_takes_paper(outsider)
        taken = one.take(one.cast_of("HD-01", Choice.YES, "f", is_written=True))
        with pytest.raises(MemberVotedError):
            taken.check_takes_paper("HD-01")
        with pytest.raises(AlreadyVotedError):
            taken.check_may_cast("HD-01")


def test_members_do_not_vote_in_the_system_where_the_rule_wants_paper() -> None:
    with pytest.raises(ElectronicNotAllowedError):
        vote(ON_PAPER).check_may_cast("HD-01")
