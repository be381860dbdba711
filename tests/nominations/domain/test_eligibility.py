from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.eligibility import FAIL, PASS, UNKNOWN, Decided, failures, questions
from services.nominations.domain.nomination import ACCEPTED, NEEDS_REVIEW, SCREENING, Nomination
from services.nominations.domain.refusals import DataMissingError, RuleNotFailedError, RulesNotPassedError
from services.nominations.domain.rules import Findings, judge
from shared.kernel.reasons import REASONS
from tests.nominations.files import submitted

findings = st.builds(
    Findings,
    subject_kind=st.sampled_from(["individual", "collective"]),
    work_role=st.sampled_from([None, "direct", "leader"]),
    size=st.sampled_from([None, 5]),
    evidence_count=st.integers(0, 3),
    result_count=st.integers(0, 3),
    rewarded_by=st.sampled_from([None, "12/QĐ-STP"]),
    has_part=st.booleans(),
)
WHOLE = Findings("individual", "direct", None, 1, 1, None)
UNSURE = Findings("individual", None, None, 1, 1, None)
DAY = date(2026, 10, 7)


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
    assert ("SUBJECT_NOT_CONTRIBUTOR" in failed) == (not seen.has_part)
    assert ("DEED_ALREADY_REWARDED" in failed) == (seen.rewarded_by is not None)
    assert all(verdict.citation.startswith("FIX/1#ab ") for verdict in verdicts)
    assert failed <= set(REASONS)
    assert {verdict.verdict for verdict in verdicts} <= {PASS, FAIL, UNKNOWN}


@given(findings, findings)
def test_the_same_data_has_the_same_hash_and_other_data_another(one: Findings, other: Findings) -> None:
    for mine, theirs in zip(judge(one, "FIX/1#ab"), judge(other, "FIX/2#cd"), strict=True):
        assert (mine.inputs_hash == theirs.inputs_hash) == (mine.inputs == theirs.inputs)


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
            file.accept(verdicts, (), keep_apart=False, decided=decided(*asked))
        return
    accepted = file.accept(verdicts, (), keep_apart=False, decided=decided(*asked))
    assert (accepted.state, [one.rule_id for one in accepted.decided]) == (ACCEPTED, asked)


def test_nobody_accepts_what_is_unknown_without_saying_why() -> None:
    verdicts = judge(UNSURE, "FIX/1#ab")
    with pytest.raises(DataMissingError) as refused:
        screened(UNSURE).accept(verdicts, (), keep_apart=False)
    assert refused.value.params["missing"] == "vị trí công tác"


def test_a_reason_that_nobody_asked_for_is_not_kept() -> None:
    accepted = screened(WHOLE).accept(judge(WHOLE, "FIX/1#ab"), (), keep_apart=False, decided=decided("R-SUBJECT"))
    assert accepted.decided == ()


def test_data_that_came_in_time_needs_no_decision() -> None:
    accepted = screened(UNSURE).accept(judge(WHOLE, "FIX/1#ab"), (), keep_apart=False)
    assert (accepted.state, accepted.decided) == (ACCEPTED, ())


def test_a_file_is_ruled_out_by_the_one_rule_that_is_cited() -> None:
    verdicts = judge(Findings("individual", "direct", None, 0, 0, None), "FIX/1#ab")
    ruled_out = submitted().screen(verdicts, ()).flag().rule_out("R-RESULT", verdicts)
    assert (ruled_out.state, [reason.code for reason in ruled_out.reasons]) == ("ineligible", ["NO_MEASURABLE_RESULT"])


@pytest.mark.parametrize("rule_id", ["R-SUBJECT", "R-UNHEARD-OF"])
def test_a_rule_that_passes_rules_nothing_out(rule_id: str) -> None:
    with pytest.raises(RuleNotFailedError):
        screened(WHOLE).rule_out(rule_id, judge(WHOLE, "FIX/1#ab"))
