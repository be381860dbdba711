"""The rules that judge a file, one function each; a rule that knows too little says so and never refuses."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.nominations.domain.eligibility import DATA_MISSING, FAIL, PASS, UNKNOWN, Reason, Verdict

INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules look at. `rewarded_by` is the number of the decision that already rewarded the deed.

    `has_part`: the subject is among those who did it, also after that was disputed.
    """

    subject_kind: str
    work_role: str | None
    size: int | None
    evidence_count: int
    result_count: int
    rewarded_by: str | None
    has_part: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule makes of what it looked at: it fails with a code, or data is missing, or it passes.

    `missing` is told in Vietnamese to whoever decides.
    """

    inputs: Mapping[str, Any]
    fails_with: str | None = None
    missing: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)


def who_it_is(findings: Findings) -> Answer:
    """Who is commended is known: the work role of a person, the size of a team."""
    is_person = findings.subject_kind == INDIVIDUAL
    known = findings.work_role if is_person else findings.size
    inputs = {"subject_kind": findings.subject_kind, "work_role": findings.work_role, "size": findings.size}
    wanted = "vị trí công tác" if is_person else "số thành viên"
    return Answer(inputs, missing=() if known is not None else (wanted,))


def took_part(findings: Findings) -> Answer:
    """Who is commended did it."""
    return Answer({"has_part": findings.has_part}, fails_with=None if findings.has_part else "SUBJECT_NOT_CONTRIBUTOR")


def proven(findings: Findings) -> Answer:
    """There is evidence."""
    return Answer(
        {"evidence": findings.evidence_count}, fails_with=None if findings.evidence_count else "EVIDENCE_MISSING"
    )


def measured(findings: Findings) -> Answer:
    """The deed has a measured result."""
    return Answer(
        {"results": findings.result_count}, fails_with=None if findings.result_count else "NO_MEASURABLE_RESULT"
    )


def rewarded_once(findings: Findings) -> Answer:
    """The deed was not rewarded before, under whichever registration."""
    number = findings.rewarded_by
    return Answer(
        {"rewarded_by": number},
        fails_with="DEED_ALREADY_REWARDED" if number else None,
        params={"number": number} if number else {},
    )


Rule = Callable[[Findings], Answer]

RULES: Mapping[str, Rule] = {
    "R-SUBJECT": who_it_is,
    "R-PART": took_part,
    "R-EVIDENCE": proven,
    "R-RESULT": measured,
    "R-ONE-DEED": rewarded_once,
}
"""In the order in which an officer reads them."""


def judge(findings: Findings, pack_citation: str) -> tuple[Verdict, ...]:
    """What every rule says; each cites the rule pack."""
    return tuple(_verdict(rule_id, rule(findings), f"{pack_citation} {rule_id}") for rule_id, rule in RULES.items())


def _verdict(rule_id: str, answer: Answer, citation: str) -> Verdict:
    inputs_hash = _hash_of(rule_id, answer.inputs)
    if answer.fails_with is not None:
        reason = Reason(answer.fails_with, rule_id, citation, params=answer.params)
        return Verdict(rule_id, FAIL, citation, reason, answer.inputs, inputs_hash)
    if answer.missing:
        told = {"missing": ", ".join(answer.missing)}
        reason = Reason(DATA_MISSING, rule_id, citation, answer.missing, told)
        return Verdict(rule_id, UNKNOWN, citation, reason, answer.inputs, inputs_hash)
    return Verdict(rule_id, PASS, citation, None, answer.inputs, inputs_hash)


def _hash_of(rule_id: str, inputs: Mapping[str, Any]) -> str:
    text = json.dumps({rule_id: dict(inputs)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
