"""The system itself finds that a deed was nominated late."""

from dataclasses import dataclass

from services.reviews.domain.award import Award
from services.reviews.domain.finding import About, Figure, Finding, FindingKind, FindingState, Subject, late_finding_id
from services.reviews.usecases.finding.about import new_number
from services.reviews.usecases.finding.raise_finding import raised
from services.reviews.usecases.ports import Awards, Findings, Numbers
from shared.contracts.awards import AwardGranted
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks

METRIC = "known_to_received_days"
"""Calendar days from the day on which the unit knew of the deed to the day of receipt."""


@dataclass(frozen=True, slots=True)
class NoticeLate:
    """An award was granted: when its deed lay too long before it was nominated, that is found, once.

    Emits: FindingRaised.
    Raises: NoRulePackError, PackChangedError.
    """

    findings: Findings
    awards: Awards
    numbers: Numbers
    packs: RulePacks
    clock: Clock

    async def __call__(self, event: AwardGranted, cause: Cause) -> None:
        award = await self.awards.find(event.award_id)
        days = award.facts.days_until_received if award and award.grant and award.grant.late else None
        if award is None or days is None:
            return
        if await self.findings.find(late_finding_id(award.id)) is not None:
            return
        finding = await self._finding(award, days)
        await self.findings.save(finding, emits=[raised(finding)], because_of=cause)

    async def _finding(self, award: Award, days: int) -> Finding:
        today, facts = local_day(self.clock()), award.facts
        limit = self.packs.quoted(facts.pack).late_detection_calendar_days
        return Finding(
            id=late_finding_id(award.id),
            version=0,
            state=FindingState.RAISED,
            number=await new_number(self.numbers, today.year),
            kind=FindingKind.LATE,
            subject=Subject.of(About.AWARD, award.id, facts),
            raised_on=today,
            figure=Figure(METRIC, days, limit),
        )
