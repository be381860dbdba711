"""Go on with messages for many."""

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from services.notifications.domain.delivery import Lane
from services.notifications.domain.fan_out import FanOut, one_after_the_other
from services.notifications.domain.message import Message
from services.notifications.domain.quiet import is_quiet
from services.notifications.domain.record import Recorded
from services.notifications.domain.urgency import Urgency, weight_of
from services.notifications.usecases.event.address import FindReaders
from services.notifications.usecases.event.write import WriteLetters
from services.notifications.usecases.one_by_one import one_by_one
from services.notifications.usecases.ports import Events
from services.notifications.usecases.recipient.ports import FanOuts
from shared.kernel.clock import Clock

EVERY_SECONDS: Final = 2.0
PAGE: Final = 50
"""A page is a moment of this process, in which nothing else goes on."""

_PAGES: Final = 10
_JOBS: Final = 20


@dataclass(slots=True)
class Run:
    """What one run may still write of a job: so many letters, in so many pages, each due `apart` from the one before.

    `written` are those that are written.
    """

    letters: int
    apart: timedelta
    pages: int
    written: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the next run goes on."""
        return self.written >= self.letters or self.pages <= 0


@dataclass(frozen=True, slots=True)
class FanOutMessages:
    """A page of readers, what goes to them, then a step forward. A death in between repeats one page.

    What is decided of a page is kept before anything of it goes out: whoever repeats it, after whatever its readers
    chose meanwhile, finds what was decided first. What goes to many goes in the lane of masses, and only `a_second` of
    it become due in a second, so that nothing personal waits for it; but what corrects goes as fast as it can. What
    may not ring at night rests until the morning, or all of it would be due then at once. Of an award that was revoked
    meanwhile nobody else is told: the news of the revocation was faster.
    """

    jobs: FanOuts
    events: Events
    find: FindReaders
    write: WriteLetters
    a_second: int
    clock: Clock

    async def __call__(self) -> None:
        """A few pages of the oldest jobs, which share the pace. Raises: UnavailableError, ExceptionGroup.

        The next run goes on.
        """
        jobs = [job for job in await self.jobs.open(_JOBS) if not self._rests(job)]
        await one_by_one(jobs, partial(self._further, a_second=self.a_second / max(1, len(jobs))))

    def _rests(self, job: FanOut) -> bool:
        may_ring = job.presses or weight_of(job.message).urgency is Urgency.NIGHT_TOO
        return not may_ring and is_quiet(self.clock())

    async def _further(self, job: FanOut, a_second: float) -> None:
        record = await self.events.get(job.event_id)
        if await self.write.is_overtaken(record):
            await self.jobs.give_up(job)
            return
        message = next(each for each in record.messages if each.template == job.message)
        run = _without_a_pause() if job.presses else _at_pace(a_second)
        while not run.is_over:
            seen, job = job, await self._decided(job, record, message, run)
            if job.after != seen.after:
                # Another process is further; where it rests is not the end.
                return
            if not job.last:
                await self.jobs.finish(job)
                return
            await self.write.keep(record, job.page, Lane.BULK)
            if not await self.jobs.move(job):
                return
            job = job.moved

    async def _decided(self, job: FanOut, record: Recorded, message: Message, run: Run) -> FanOut:
        """With the page that comes next; without one when everybody is reached."""
        if job.last:
            return job
        page = await self.find(record, message, after=job.after, limit=PAGE)
        if not page.last:
            return job
        people, run.written = one_after_the_other(page.people, run.written, run.letters, run.apart)
        run.pages -= 1
        last = page.last if len(people) == len(page.people) else people[-1].ref
        return await self.jobs.decide(replace(job, page=people, last=last))


def _at_pace(a_second: float) -> Run:
    return Run(max(1, round(a_second * EVERY_SECONDS)), timedelta(seconds=1) / a_second, _PAGES)


def _without_a_pause() -> Run:
    return Run(sys.maxsize, timedelta(), sys.maxsize)
