from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.eligibility import Findings, failures, judge
from shared.kernel.reasons import REASONS


@given(st.integers(0, 3), st.integers(0, 3), st.sampled_from([None, "12/QĐ-STP"]))
def test_each_rule_fails_exactly_for_its_own_lack_and_cites_the_pack(
    evidence: int, results: int, rewarded_by: str | None
) -> None:
    verdicts = judge(Findings(evidence, results, rewarded_by), "FIX/1#ab")
    failed = {reason.code for reason in failures(verdicts)}
    assert ("EVIDENCE_MISSING" in failed) == (evidence == 0)
    assert ("NO_MEASURABLE_RESULT" in failed) == (results == 0)
    assert ("DEED_ALREADY_REWARDED" in failed) == (rewarded_by is not None)
    assert all(verdict.citation.startswith("FIX/1#ab ") for verdict in verdicts)
    assert failed <= set(REASONS)


def test_the_decision_that_rewarded_the_deed_is_named() -> None:
    (reason,) = failures(judge(Findings(1, 1, "12/QĐ-STP"), "FIX/1#ab"))
    assert reason.params == {"number": "12/QĐ-STP"}
