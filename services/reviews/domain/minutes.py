"""The minutes of a session: what was decided, by whom and how, written once so that anybody can hash it again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Self

from services.reviews.domain.ballot import Vote, open_choices, percent
from services.reviews.domain.canonical import canonical, sha256_of
from shared.kernel.errors import ConflictError
from shared.kernel.voting import VoteRule

BIEN_BAN: Final = "bien_ban"
"""How the dossier of a form names the minutes."""


class NotClosedError(ConflictError):
    """Minutes are made of a counted vote."""

    code = "NOT_CLOSED"


class MinutesMadeError(ConflictError):
    """The session has its minutes; they are made once."""

    code = "MINUTES_MADE"


class MinutesMissingError(ConflictError):
    """The session has no minutes yet, and the form wants them before a decision."""

    code = "MINUTES_MISSING"


@dataclass(frozen=True, slots=True)
class Minutes:
    """The canonical text, and the SHA-256 of its UTF-8 bytes, which alone rides on the bus. No ballot is in it."""

    document: str
    sha256: str

    @classmethod
    def write(cls, heading: Mapping[str, object], votes: Sequence[Vote]) -> Self:
        """The minutes under this heading: each case with who took part, the rule, the totals and their seal."""
        document = canonical({**heading, "cases": [_case(vote) for vote in votes]})
        return cls(document, sha256_of(document))


def _case(vote: Vote) -> dict[str, object]:
    outcome = asdict(vote.outcome) if vote.outcome is not None else {}
    tally_hash = outcome.pop("tally_hash", "")
    return {
        "case": str(vote.case_id),
        "number": vote.case_number,
        "recused": [{"member": recused.member_ref, "ground": recused.ground} for recused in vote.recused],
        "participation": list(vote.participation),
        "written": list(vote.written),
        "choices": open_choices(vote),
        "rule": _rule(vote.rule),
        "totals": outcome,
        "tally_hash": tally_hash,
    }


def _rule(rule: VoteRule) -> dict[str, object]:
    return {
        "denominator": rule.denominator,
        "quorum": str(rule.quorum),
        "threshold": percent(rule.threshold),
        "secret": rule.secret,
        "absentee": rule.absentee,
        "electronic": rule.electronic,
    }
