"""The figures of a week and of a month are told."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from services.reviews.domain.bulletin import Bulletin, BulletinPeriod, bulletin_of, by_unit, periods_that_ended
from services.reviews.usecases.bulletin.ports import Bulletins
from services.reviews.usecases.ports import Units
from shared.contracts.bulletins import BulletinIssued
from shared.kernel.cause import job_cause
from shared.kernel.clock import Clock, local_day
from shared.kernel.errors import AlreadyExistsError
from shared.kernel.rulepack import NoRulePackError, RulePacks
from shared.kernel.workdays import NoCalendarError


@dataclass(frozen=True, slots=True)
class IssueBulletins:
    """From the first working day after a week or a month its figures are told to each unit that it brought something.

    Once for each unit and period, however often a job asks, and whenever it asks: what was not told on the Monday is
    told on the day on which the service is there again, until the next week or month is over. A week in which nobody
    worked does not end that. Who took the place of a unit that was not told has its figures.

    Emits: BulletinIssued.
    """

    bulletins: Bulletins
    units: Units
    packs: RulePacks
    clock: Clock

    async def __call__(self) -> None:
        today = local_day(self.clock())
        if self._is_working(today):
            for period in periods_that_ended(today, self._is_working):
                await self._issue(period, today)

    def _is_working(self, day: date) -> bool:
        # A day that no pack or calendar holds keeps nobody from being told.
        try:
            return self.packs.in_force(day).calendar.is_working(day)
        except (NoRulePackError, NoCalendarError):
            return True

    async def _issue(self, period: BulletinPeriod, today: date) -> None:
        happened, told = await self.bulletins.happened(period), set(await self.bulletins.told(period))
        chart = await self.units.chart()

        def in_place_of(unit: str) -> Collection[str]:
            return (unit,) if unit in told else chart.lineage.successors_on(unit, today)

        brought = by_unit(happened, in_place_of)
        for unit in sorted(brought.keys() - told):
            await self._say(bulletin_of(chart.path(unit), period, brought[unit]))

    async def _say(self, bulletin: Bulletin) -> None:
        period = bulletin.period
        event = BulletinIssued(
            bulletin_id=bulletin.id,
            unit_id=bulletin.unit_id,
            unit_path=bulletin.unit_path,
            span=period.span,
            first_on=period.first_on,
            last_on=period.last_on,
            received=bulletin.happened.received,
            granted=bulletin.happened.granted,
        )
        with suppress(AlreadyExistsError):
            cause = job_cause("reviews", "issue bulletins", bulletin.id)
            await self.bulletins.save(bulletin, emits=[event], because_of=cause)
