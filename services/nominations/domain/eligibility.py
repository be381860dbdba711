"""Is the file complete and lawful? Each rule answers with its citation; people decide, rules inform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

PASS = "pass"  # noqa: S105 - a verdict, not a secret
FAIL = "fail"
UNKNOWN = "unknown"
DATA_MISSING = "DATA_MISSING"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is returned, refused or asks for a person: a code of the vocabulary with its parameters."""

    code: str
    rule_id: str | None = None
    citation: str | None = None
    missing: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one file: pass, fail, or unknown when data is missing; the last two have a `reason`.

    `citation` quotes the rule pack by version and hash. `inputs` is what the rule looked at, `inputs_hash` the SHA-256
    of that in canonical form: who holds the same data comes to the same hash.
    """

    rule_id: str
    verdict: str
    citation: str
    reason: Reason | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    inputs_hash: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided in favour of the file where a rule knew too little, and why. It stays with its owner."""

    rule_id: str
    reason_vi: str
    by_ref: str
    on: date


def failures(verdicts: tuple[Verdict, ...]) -> tuple[Reason, ...]:
    """The reasons of all rules that failed; a rule that knows too little is none of them."""
    return _reasons(verdicts, FAIL)


def questions(verdicts: tuple[Verdict, ...]) -> tuple[Reason, ...]:
    """What rules could not answer because data is missing: a person decides."""
    return _reasons(verdicts, UNKNOWN)


def _reasons(verdicts: tuple[Verdict, ...], kind: str) -> tuple[Reason, ...]:
    return tuple(one.reason for one in verdicts if one.verdict == kind and one.reason is not None)
