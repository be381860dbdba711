"""The system itself finds that one deed was rewarded twice."""

from dataclasses import dataclass

from services.reviews.domain.award import Award
from services.reviews.domain.finding import (
    About,
    Figure,
    Finding,
    FindingKind,
    FindingState,
    Subject,
    double_finding_id,
)
from services.reviews.usecases.finding.about import new_number
from services.reviews.usecases.finding.raise_finding import raised
from services.reviews.usecases.ports import Findings, Numbers
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day

METRIC = "live_awards_of_one_deed"
"""How many awards stand for one deed and subject."""


@dataclass(frozen=True, slots=True)
class NoticeDouble:
    """Two awards stand for deeds that turned out to be one: that is found, once; people decide which is revoked.

    Emits: FindingRaised.
    """

    findings: Findings
    numbers: Numbers
    clock: Clock

    async def __call__(self, award: Award, other: Award, cause: Cause) -> None:
        finding_id = double_finding_id(award.id, other.id)
        if await self.findings.find(finding_id) is not None:
            return
        today = local_day(self.clock())
        finding = Finding(
            id=finding_id,
            version=0,
            state=FindingState.RAISED,
            number=await new_number(self.numbers, today.year),
            kind=FindingKind.RULE_BREACH,
            subject=Subject.of(About.AWARD, award.id, award.facts),
            raised_on=today,
            figure=Figure(METRIC, 2, 1),
        )
        await self.findings.save(finding, emits=[raised(finding)], because_of=cause)
