from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.eligibility import FAIL, PASS, UNKNOWN, Decided, Verdict, failures, questions
from services.nominations.domain.nomination import Nomination
from services.nominations.domain.refusals import DataMissingError, RuleNotFailedError, RulesNotPassedError
from services.nominations.domain.rules import Findings, judge
from services.nominations.domain.states import ACCEPTED, NEEDS_REVIEW, SCREENING
from services.nominations.domain.title import Title, WonAt, YearWon, with_title, without_award, years_won
from shared.kernel.ids import id_from
from shared.kernel.lineage import Lineage, Succession
from shared.kernel.reasons import REASONS
from shared.kernel.rulepack import Requires
from tests.nominations.files import submitted

PATH = ("UB-HP", "STP-HP")
MERGED = Lineage(frozenset({Succession("STP-AL", "STP-HP", date(2025, 7, 1))}))

DAY = date(2026, 10, 7)

findings = st.builds(
    Findings,
    subject_kind=st.sampled_from(["individual", "collective"]),
    work_role=st.sampled_from([None, "direct", "leader"]),
    size=st.sampled_from([None, 5]),
    evidence_count=st.integers(0, 3),
    result_count=st.sampled_from([None, 0, 2]),
    rewarded_by=st.sampled_from([None, "12/QĐ-STP"]),
    has_part=st.booleans(),
    received_on=st.just(DAY),
    deadline=st.sampled_from([None, DAY, DAY - timedelta(days=1)]),
    year=st.sampled_from([None, 2026]),
    requires=st.sampled_from([None, Requires("CSTD_CS", 2)]),
    won=st.lists(st.builds(YearWon, st.integers(2022, 2026), st.just("STP-HP"), st.sampled_from(WonAt))).map(tuple),
)
WHOLE = Findings("individual", "direct", None, 1, 1, None)
UNSURE = Findings("individual", None, None, 1, 1, None)


def screened(seen: Findings) -> Nomination:
    return submitted().screen(judge(seen, "FIX/1#ab"), ()).flag()


def decided(*rule_ids: str) -> tuple[Decided, ...]:
    return tuple(Decided(rule_id, "Đã đối chiếu", "TD-01", DAY) for rule_id in rule_ids)


@given(findings)
def test_each_rule_fails_exactly_for_its_own_lack_and_cites_the_pack(seen: Findings) -> None:
    verdicts = judge(seen, "FIX/1#ab")
    failed = {reason.code for reason in failures(verdicts)}
    assert ("EVIDENCE_MISSING" in failed) == (seen.evidence_count == 0)
    assert ("NO_MEASURABLE_RESULT" in failed) == (seen.result_count == 0)
    assert ("SUBJECT_NOT_CONTRIBUTOR" in failed) == (seen.result_count is not None and not seen.has_part)
    assert ("DEED_ALREADY_REWARDED" in failed) == (seen.result_count is not None and seen.rewarded_by is not None)
    assert ("DEADLINE_PASSED" in failed) == (seen.deadline is not None and seen.deadline < DAY)
    assert all(verdict.citation.startswith("FIX/1#ab ") for verdict in verdicts)
    assert failed <= set(REASONS)
    assert {verdict.verdict for verdict in verdicts} <= {PASS, FAIL, UNKNOWN}


@given(findings, findings)
def test_the_same_data_has_the_same_hash_and_other_data_another(one: Findings, other: Findings) -> None:
    for mine in judge(one, "FIX/1#ab"):
        for theirs in judge(other, "FIX/2#cd"):
            same = (mine.rule_id, mine.inputs) == (theirs.rule_id, theirs.inputs)
            assert (mine.inputs_hash == theirs.inputs_hash) is same


def test_the_decision_that_rewarded_the_deed_is_named() -> None:
    (reason,) = failures(judge(Findings("individual", "direct", None, 1, 1, "12/QĐ-STP"), "FIX/1#ab"))
    assert reason.params == {"number": "12/QĐ-STP"}


@pytest.mark.parametrize(("kind", "what"), [("individual", "vị trí công tác"), ("collective", "số thành viên")])
def test_what_is_not_known_of_the_subject_is_a_question(kind: str, what: str) -> None:
    verdicts = judge(Findings(kind, None, None, 1, 1, None), "FIX/1#ab")
    assert failures(verdicts) == ()
    (asked,) = questions(verdicts)
    assert (asked.code, asked.rule_id, asked.params) == ("DATA_MISSING", "R-SUBJECT", {"missing": what})


@given(findings)
def test_unknown_never_refuses(seen: Findings) -> None:
    file, verdicts = screened(seen), judge(seen, "FIX/1#ab")
    asked = [reason.rule_id or "" for reason in questions(verdicts)]
    assert file.state == (NEEDS_REVIEW if asked else SCREENING)
    for rule_id in asked:
        with pytest.raises(RuleNotFailedError):
            file.rule_out(rule_id, verdicts)
    if failures(verdicts):
        with pytest.raises(RulesNotPassedError):
            file.accept(verdicts, (), decided(*asked))
        return
    accepted = file.accept(verdicts, (), decided(*asked))
    assert (accepted.state, [one.rule_id for one in accepted.decided]) == (ACCEPTED, asked)


def test_nobody_accepts_what_is_unknown_without_saying_why() -> None:
    verdicts = judge(UNSURE, "FIX/1#ab")
    with pytest.raises(DataMissingError) as refused:
        screened(UNSURE).accept(verdicts, ())
    assert refused.value.params["missing"] == "vị trí công tác"


def test_a_reason_that_nobody_asked_for_is_not_kept() -> None:
    accepted = screened(WHOLE).accept(judge(WHOLE, "FIX/1#ab"), (), decided("R-SUBJECT"))
    assert accepted.decided == ()


def test_data_that_came_in_time_needs_no_decision() -> None:
    accepted = screened(UNSURE).accept(judge(WHOLE, "FIX/1#ab"), ())
    assert (accepted.state, accepted.decided) == (ACCEPTED, ())


def test_a_file_is_ruled_out_by_the_one_rule_that_is_cited() -> None:
    verdicts = judge(Findings("individual", "direct", None, 0, 0, None), "FIX/1#ab")
    ruled_out = submitted().screen(verdicts, ()).flag().rule_out("R-RESULT", verdicts)
    assert (ruled_out.state, [reason.code for reason in ruled_out.reasons]) == ("ineligible", ["NO_MEASURABLE_RESULT"])


@pytest.mark.parametrize("rule_id", ["R-SUBJECT", "R-UNHEARD-OF"])
def test_a_rule_that_passes_rules_nothing_out(rule_id: str) -> None:
    with pytest.raises(RuleNotFailedError):
        screened(WHOLE).rule_out(rule_id, judge(WHOLE, "FIX/1#ab"))


def titles(*won: tuple[int, str]) -> tuple[Title, ...]:
    return tuple(Title("CSTD_CS", year, unit) for year, unit in won)


def of_titles(*won: tuple[int, str], year: int = 2026) -> Verdict:
    seen = years_won(titles(*won), "CSTD_CS", PATH, MERGED, DAY)
    facts = replace(WHOLE, result_count=None, year=year, requires=Requires("CSTD_CS", 3), won=seen)
    return next(one for one in judge(facts, "FIX/1#ab") if one.rule_id == "R-THREE-CONSECUTIVE")


HERE, BEFORE, AWAY = "STP-HP", "STP-AL", "THADS-HP"


@pytest.mark.parametrize(
    ("won", "verdict", "lineage_used"),
    [
        (((2023, BEFORE), (2024, BEFORE), (2025, HERE)), PASS, True),
        (((2023, HERE), (2024, HERE), (2025, HERE)), PASS, False),
        (((2024, HERE), (2025, HERE), (2026, HERE)), PASS, False),
        (((2024, HERE), (2025, HERE)), FAIL, False),
        (((2022, HERE), (2023, HERE), (2025, HERE)), FAIL, False),
        (((2022, HERE), (2023, HERE), (2024, HERE)), FAIL, False),
        ((), FAIL, False),
        (((2023, AWAY), (2024, HERE), (2025, HERE)), UNKNOWN, False),
        (((2022, AWAY), (2023, BEFORE), (2024, HERE), (2025, HERE)), PASS, True),
    ],
)
def test_years_count_one_after_the_other_and_across_a_merger(
    won: tuple[tuple[int, str], ...], verdict: str, lineage_used: bool
) -> None:
    answer = of_titles(*won)
    assert (answer.verdict, answer.inputs["lineage_used"]) == (verdict, lineage_used)


def test_a_title_of_an_unrelated_unit_is_a_question_that_names_unit_and_year() -> None:
    reason = of_titles((2023, AWAY), (2024, HERE), (2025, HERE)).reason
    assert reason is not None
    assert (reason.code, "THADS-HP" in reason.params["missing"], "2023" in reason.params["missing"]) == (
        "DATA_MISSING",
        True,
        True,
    )


def test_before_the_merger_the_other_units_titles_are_not_ours() -> None:
    before = years_won(titles((2024, BEFORE)), "CSTD_CS", PATH, MERGED, date(2025, 6, 30))
    assert [one.at for one in before] == [WonAt.ELSEWHERE]


def test_one_title_a_year_and_a_revoked_award_takes_only_its_own() -> None:
    recorded = Title("CSTD_CS", 2025, BEFORE)
    granted = Title("CSTD_CS", 2025, HERE, id_from("award", 1))
    assert with_title((recorded,), granted) == (granted,)
    assert without_award((granted, Title("CSTD_CS", 2024, HERE)), id_from("award", 1)) == (
        Title("CSTD_CS", 2024, HERE),
    )


def test_a_file_for_a_year_is_not_asked_for_a_deeds_result() -> None:
    asked = [verdict.rule_id for verdict in judge(replace(WHOLE, result_count=None), "FIX/1#ab")]
    assert asked == ["R-SUBJECT", "R-EVIDENCE"]
