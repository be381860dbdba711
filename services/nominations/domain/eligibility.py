"""Is the file complete and lawful? Each rule answers with its citation; people decide, rules inform."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PASS = "pass"  # noqa: S105 - a verdict, not a secret
FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is returned or refused: a code of the vocabulary with its parameters."""

    code: str
    rule_id: str | None = None
    citation: str | None = None
    missing: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one file; `reason` is there when it fails."""

    rule_id: str
    verdict: str
    citation: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules look at. `rewarded_by` is the number of the decision that already rewarded the deed."""

    evidence_count: int
    result_count: int
    rewarded_by: str | None


def judge(findings: Findings, pack_citation: str) -> tuple[Verdict, ...]:
    """All rules, in the order in which an officer reads them; each cites the rule pack."""
    rewarded = findings.rewarded_by
    return (
        _verdict("R-EVIDENCE", pack_citation, None if findings.evidence_count else "EVIDENCE_MISSING"),
        _verdict("R-RESULT", pack_citation, None if findings.result_count else "NO_MEASURABLE_RESULT"),
        _verdict("R-ONE-DEED", pack_citation, "DEED_ALREADY_REWARDED" if rewarded else None, number=rewarded or ""),
    )


def failures(verdicts: tuple[Verdict, ...]) -> tuple[Reason, ...]:
    """The reasons of all rules that failed."""
    return tuple(verdict.reason for verdict in verdicts if verdict.reason is not None)


def _verdict(rule_id: str, pack_citation: str, failed: str | None, **params: str) -> Verdict:
    citation = f"{pack_citation} {rule_id}"
    if failed is None:
        return Verdict(rule_id, PASS, citation)
    return Verdict(rule_id, FAIL, citation, Reason(failed, rule_id, citation, params=params))
