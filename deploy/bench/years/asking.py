"""What people and programs ask again and again, and how long the answers take."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from deploy.standalone.errors import StandaloneError
from deploy.standalone.playing.asking import Requests, Wish

_WARM = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One question: who asks what."""

    name: str
    person: str | None
    do: str
    values: tuple[tuple[str, Any], ...] = ()


QUESTIONS = (
    Question("files of a province", "TD-01", "see_nominations"),
    Question("files in screening", "TD-01", "see_nominations", (("state", "screening"),)),
    Question("files of the ministry", "TD-03", "see_nominations"),
    Question("cases, next first", "TD-01", "see_cases"),
    Question("cases that wait for a decision", "TD-01", "see_cases", (("state", "awaiting_decision"),)),
    Question("cases of the ministry", "TD-03", "see_cases"),
    Question("people by name", "TD-01", "see_subjects", (("q", "hạnh"),)),
    Question("findings", "GS-01", "see_findings"),
    Question("suggestions", "CT-TT", "see_suggestions"),
    Question("lead times of a year", "TD-03", "see_lead_times", (("from", "2025-01"), ("to", "2025-12"))),
    Question("lead times of five years", "TD-03", "see_lead_times", (("from", "2021-06"), ("to", "2026-05"))),
    Question("year-end shares", "TD-03", "see_year_ends", (("from", "2021-06"), ("to", "2026-05"))),
    Question("concentration", "TD-03", "see_concentration", (("from", "2021-06"), ("to", "2026-05"))),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """How long one question took, in milliseconds."""

    name: str
    p50_ms: float
    p99_ms: float


async def ask(requests: Requests, questions: Sequence[Question], times: int) -> list[Answered]:
    """Ask each so many times, one after the other. Raises: StandaloneError when one is not answered."""
    return [await _asked(requests, question, times) for question in questions]


async def _asked(requests: Requests, question: Question, times: int) -> Answered:
    wish = Wish(question.person, question.do, dict(question.values), "")
    took = []
    for _ in range(_WARM + times):
        answer = await requests.send(wish)
        if not answer.is_success:
            raise StandaloneError(f"{question.name}: {answer.status} {answer.body}")
        took.append(answer.ms)
    return answered(question.name, took[_WARM:])


def answered(name: str, took: Sequence[float]) -> Answered:
    """Of at least two times, in milliseconds, the median and the 99th percentile."""
    cuts = quantiles(took, n=100)
    return Answered(name, cuts[49], cuts[98])
