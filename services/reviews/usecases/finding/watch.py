"""The system itself finds what figures show."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from services.reviews.domain.fairness import UnitStaff
from services.reviews.domain.finding import Finding, FindingState, Subject, figure_finding_id
from services.reviews.domain.signs import (
    Sign,
    months_of_year,
    months_until,
    quarter_that_ended,
    signs_of_quarter,
    signs_of_year,
    year_that_ended,
)
from services.reviews.usecases.finding.about import new_number
from services.reviews.usecases.finding.raise_finding import raised
from services.reviews.usecases.ports import Figures, Findings, Numbers, Staff
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class WatchFigures:
    """In the month after a year or a quarter each unit is looked at, with all below; a job asks, however often.

    What is beyond its limit is found once for each unit, time and figure. What fails for one unit keeps no other from
    being looked at; in the end it is raised together, so that it is told and tried again.

    Emits: FindingRaised.
    Raises: ExceptionGroup.
    """

    findings: Findings
    figures: Figures
    staff: Staff
    numbers: Numbers
    packs: RulePacks
    clock: Clock

    @property
    def is_due(self) -> bool:
        """Whether a year or a quarter ended in the month before."""
        today = local_day(self.clock())
        return year_that_ended(today) is not None or quarter_that_ended(today) is not None

    async def __call__(self) -> None:
        if not self.is_due:
            return
        today, failed = local_day(self.clock()), list[Exception]()
        for unit in await self.staff.units(None, None):
            if unit.is_closed(today):
                continue
            try:
                await self._look(unit, today)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other units are looked at
                failed.append(error)
        if failed:
            raise ExceptionGroup("units that could not be looked at", failed)

    async def _look(self, unit: UnitStaff, today: date) -> None:
        async for sign in self._signs(unit, today):
            await self._find(unit, sign, today)

    async def _signs(self, unit: UnitStaff, today: date) -> AsyncIterator[Sign]:
        alerts = self.packs.alerts_on(today)
        if (year := year_that_ended(today)) is not None:
            months = await self.figures.months(months_of_year(year), unit.unit_id, None)
            for sign in signs_of_year(months, year, alerts):
                yield sign
        if (quarter := quarter_that_ended(today)) is not None:
            months = await self.figures.months(months_until(quarter, alerts), unit.unit_id, None)
            for sign in signs_of_quarter(months, await self.staff.units(unit.unit_id, None), quarter, alerts):
                yield sign

    async def _find(self, unit: UnitStaff, sign: Sign, today: date) -> None:
        parts = (sign.kind.value, unit.unit_id, sign.period, sign.figure.metric)
        finding_id = figure_finding_id(*parts)
        if await self.findings.find(finding_id) is not None:
            return
        finding = Finding(
            id=finding_id,
            version=0,
            state=FindingState.RAISED,
            number=await new_number(self.numbers, today.year),
            kind=sign.kind,
            subject=Subject.of_unit(unit.unit_path),
            raised_on=today,
            figure=sign.figure,
            period=sign.period,
        )
        cause = job_cause("reviews", "watch figures", *parts)
        await self.findings.save(finding, emits=[raised(finding)], because_of=cause)
