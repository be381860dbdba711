"""The rules that judge a file, one function each; a rule that knows too little says so and never refuses."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.nominations.domain.eligibility import DATA_MISSING, FAIL, PASS, UNKNOWN, Reason, Verdict
from services.nominations.domain.title import WonAt, YearWon
from shared.kernel.rulepack import Requires

INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules look at. `rewarded_by` is the number of the decision that already rewarded the deed.

    `has_part`: the subject is among those who did it, also after that was disputed. Without a deed there is no
    `result_count`. `won` are the years of the title that the form `requires`.
    """

    subject_kind: str
    work_role: str | None
    size: int | None
    evidence_count: int
    result_count: int | None
    rewarded_by: str | None = None
    has_part: bool = True
    received_on: date | None = None
    deadline: date | None = None
    year: int | None = None
    requires: Requires | None = None
    won: tuple[YearWon, ...] = ()


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


def took_part(findings: Findings) -> Answer | None:
    """Who is commended did it."""
    if findings.result_count is None:
        return None
    return Answer({"has_part": findings.has_part}, fails_with=None if findings.has_part else "SUBJECT_NOT_CONTRIBUTOR")


def proven(findings: Findings) -> Answer:
    """There is evidence, of the file or of its deed."""
    return Answer(
        {"evidence": findings.evidence_count}, fails_with=None if findings.evidence_count else "EVIDENCE_MISSING"
    )


def measured(findings: Findings) -> Answer | None:
    """The deed has a measured result."""
    if findings.result_count is None:
        return None
    return Answer(
        {"results": findings.result_count}, fails_with=None if findings.result_count else "NO_MEASURABLE_RESULT"
    )


def rewarded_once(findings: Findings) -> Answer | None:
    """The deed was not rewarded before, under whichever registration."""
    if findings.result_count is None:
        return None
    number = findings.rewarded_by
    return Answer(
        {"rewarded_by": number},
        fails_with="DEED_ALREADY_REWARDED" if number else None,
        params={"number": number} if number else {},
    )


def in_time(findings: Findings) -> Answer | None:
    """The file was received by the day that the pack names for the annual form."""
    deadline, received = findings.deadline, findings.received_on
    if deadline is None or received is None:
        return None
    inputs = {"deadline": deadline.isoformat(), "received_on": received.isoformat()}
    late = received > deadline
    return Answer(inputs, fails_with="DEADLINE_PASSED" if late else None, params={"deadline": f"{deadline:%d/%m/%Y}"})


def one_after_the_other(findings: Findings) -> Answer | None:
    """The title was won in as many years as the form asks for, up to the file's year or the one before it.

    A title won at a unit whose history goes on in the subject's own counts. Of one won elsewhere nobody knows yet how
    the subject came from there: a person decides.
    """
    requires, year = findings.requires, findings.year
    if requires is None or year is None:
        return None
    won = {one.year: one for one in sorted(findings.won, key=lambda one: one.at is not WonAt.ELSEWHERE)}
    last = year if year in won else year - 1
    wanted = range(last - requires.consecutive_years + 1, last + 1)
    counted = [won[one] for one in wanted if one in won]
    inputs = {
        "title": requires.title,
        "consecutive_years": requires.consecutive_years,
        "won": {str(one.year): one.unit_code for one in counted},
        "lineage_used": any(one.at is WonAt.PREDECESSOR for one in counted),
    }
    if len(counted) < requires.consecutive_years:
        return Answer(inputs, fails_with="NOT_THREE_CONSECUTIVE", params={"n": str(requires.consecutive_years)})
    unsure = [one for one in counted if one.at is WonAt.ELSEWHERE]
    return Answer(
        inputs, missing=tuple(f"quá trình công tác từ {one.unit_code} (danh hiệu {one.year})" for one in unsure)
    )


Rule = Callable[[Findings], Answer | None]
"""What one rule makes of a file; None when it does not apply to such a file."""

ONE_DEED = "R-ONE-DEED"

RULES: Mapping[str, Rule] = {
    "R-SUBJECT": who_it_is,
    "R-PART": took_part,
    "R-EVIDENCE": proven,
    "R-RESULT": measured,
    ONE_DEED: rewarded_once,
    "R-DEADLINE": in_time,
    "R-THREE-CONSECUTIVE": one_after_the_other,
}
"""In the order in which an officer reads them."""


def judge(findings: Findings, pack_citation: str) -> tuple[Verdict, ...]:
    """What every rule says that applies to the file; each cites the rule pack."""
    answers = ((rule_id, rule(findings)) for rule_id, rule in RULES.items())
    return tuple(
        _verdict(rule_id, answer, f"{pack_citation} {rule_id}") for rule_id, answer in answers if answer is not None
    )


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
