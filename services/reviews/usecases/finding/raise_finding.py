"""A supervisor raises a finding."""

from dataclasses import dataclass
from uuid import UUID

from services.reviews.domain.finding import About, Finding, FindingKind, FindingState, Subject
from services.reviews.usecases.finding.about import about as facts_told
from services.reviews.usecases.finding.about import new_number
from services.reviews.usecases.ports import Awards, Cases, Findings, Numbers
from shared.contracts.supervision import FindingRaised
from shared.kernel.cause import Cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import ForbiddenError
from shared.kernel.ids import id_from
from shared.kernel.policy import permit
from shared.kernel.separations import Standing, keep_apart


@dataclass(frozen=True, slots=True)
class RaiseFinding:
    """Say what is wrong with an award or a case.

    Emits: FindingRaised.
    Raises: ForbiddenError, RoleSeparationError.
    """

    findings: Findings
    awards: Awards
    cases: Cases
    numbers: Numbers
    clock: Clock

    async def __call__(self, kind: FindingKind, about: About, about_id: UUID, ground_vi: str, cause: Cause) -> None:
        finding_id = id_from("finding", cause.id)
        if await self.findings.find(finding_id) is not None:
            await self.findings.get(finding_id, cause)
        subject = await self._subject(about, about_id)
        permit(cause.actor, cause.action, subject.path)
        keep_apart(cause.actor, cause.action, {Standing.SUBJECT: subject.gain_refs})
        today = local_day(self.clock())
        finding = Finding(
            id=finding_id,
            version=0,
            state=FindingState.RAISED,
            number=await new_number(self.numbers, today.year),
            kind=kind,
            subject=subject,
            raised_on=today,
            ground_vi=ground_vi,
        )
        await self.findings.save(finding, emits=[raised(finding)], because_of=cause)

    async def _subject(self, about: About, about_id: UUID) -> Subject:
        found = await (self.awards.find(about_id) if about is About.AWARD else self.cases.find(about_id))
        if found is None:
            raise ForbiddenError("OUT_OF_SCOPE")
        return Subject.of(about, about_id, found.facts)


def raised(finding: Finding) -> FindingRaised:
    """The news of a new finding."""
    figure = finding.figure
    figures = {} if figure is None else {"metric": figure.metric, "value": figure.value, "limit": figure.limit}
    return FindingRaised(
        **facts_told(finding),
        about=finding.subject.about.value,
        about_id=finding.subject.about_id,
        period=finding.period,
        **figures,
    )
