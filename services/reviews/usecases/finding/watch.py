"""The system itself finds what figures show."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.reviews.domain.fairness import UnitStaff
from services.reviews.domain.finding import Finding, FindingState, Subject, figure_finding_id
from services.reviews.domain.formalism import MovementAwards
from services.reviews.domain.signs import (
    Sign,
    months_of_year,
    months_until,
    quarter_that_ended,
    signs_of_movement,
    signs_of_quarter,
    signs_of_reports,
    signs_of_year,
    year_that_ended,
)
from services.reviews.usecases.figure_ports import Figures, Formalities, Staff
from services.reviews.usecases.finding.about import new_number
from services.reviews.usecases.finding.raise_finding import raised
from services.reviews.usecases.ports import Findings, Numbers
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.each import for_each
from shared.kernel.rulepack import RulePacks


@dataclass(frozen=True, slots=True)
class WatchFigures:
    """In the month after a year or a quarter each unit is looked at, with all below; a job asks, however often.

    After a quarter so is each movement whose window ended in it. What is beyond its limit is found once for each unit
    or movement, time and figure. What fails for one keeps no other from being looked at; in the end it is raised
    together, so that it is told and tried again.

    Emits: FindingRaised.
    Raises: ExceptionGroup.
    """

    findings: Findings
    figures: Figures
    formalities: Formalities
    staff: Staff
    numbers: Numbers
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        if year_that_ended(today) is not None or quarter_that_ended(today) is not None:
            await for_each(self._looks(today), lambda look: look())

    async def _looks(self, today: date) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        for unit in await self.staff.units(None, None):
            if not unit.is_closed(today):
                yield partial(self._look_at_unit, unit, today)
        for told in await self.formalities.movements(None, None) if quarter_that_ended(today) is not None else ():
            yield partial(self._look_at_movement, told, today)

    async def _look_at_unit(self, unit: UnitStaff, today: date) -> None:
        async for sign in self._signs(unit, today):
            await self._find(Subject.of_unit(unit.unit_path), unit.unit_id, sign, today)

    async def _look_at_movement(self, told: MovementAwards, today: date) -> None:
        quarter = quarter_that_ended(today)
        if quarter is not None:
            for sign in signs_of_movement(told, quarter, self.packs.alerts_on(today)):
                await self._find(Subject.of_movement(told.movement), told.movement.code, sign, today)

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
            for sign in signs_of_reports(
                await self.formalities.reports(quarter.span, unit.unit_id, None), quarter, alerts
            ):
                yield sign

    async def _find(self, subject: Subject, scope: str, sign: Sign, today: date) -> None:
        parts = (sign.kind.value, scope, sign.period, sign.figure.metric)
        finding_id = figure_finding_id(*parts)
        if await self.findings.find(finding_id) is not None:
            return
        finding = Finding(
            id=finding_id,
            version=0,
            state=FindingState.RAISED,
            number=await new_number(self.numbers, today.year),
            kind=sign.kind,
            subject=subject,
            raised_on=today,
            figure=sign.figure,
            period=sign.period,
        )
        cause = job_cause("reviews", "watch figures", *parts)
        await self.findings.save(finding, emits=[raised(finding)], because_of=cause)
