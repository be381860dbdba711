"""Go on with messages for many."""

from dataclasses import dataclass, replace
from typing import Final

from services.notifications.domain.delivery import Lane
from services.notifications.domain.fan_out import FanOut
from services.notifications.domain.message import Message
from services.notifications.domain.record import Recorded
from services.notifications.usecases.event.address import FindReaders
from services.notifications.usecases.event.write import WriteLetters
from services.notifications.usecases.one_by_one import one_by_one
from services.notifications.usecases.ports import Deliveries, Events
from services.notifications.usecases.recipient.ports import FanOuts
from shared.kernel.clock import Clock

PAGE: Final = 50
"""A page is a moment of this process, in which nothing else goes on."""

_PAGES: Final = 10
_MOST_DUE: Final = 500
_JOBS: Final = 20


@dataclass(frozen=True, slots=True)
class FanOutMessages:
    """A page of readers, what goes to them, then a step forward. A death in between repeats one page.

    What is decided of a page is kept before anything of it goes out: whoever repeats it, after whatever its readers
    chose meanwhile, finds what was decided first. What goes to many goes in the lane of masses, so that nothing
    personal waits for it; while much of it is due, no more is kept.
    """

    jobs: FanOuts
    events: Events
    find: FindReaders
    write: WriteLetters
    deliveries: Deliveries
    clock: Clock

    async def __call__(self) -> None:
        """A few pages of the oldest jobs. Raises: UnavailableError, ExceptionGroup; the next run goes on."""
        await one_by_one(await self.jobs.open(_JOBS), self._to_all)

    async def _to_all(self, job: FanOut) -> None:
        record = await self.events.get(job.event_id)
        message = next(each for each in record.messages if each.template == job.message)
        for _ in range(_PAGES):
            if (await self.deliveries.backlog(Lane.BULK, self.clock(), _MOST_DUE)).count == _MOST_DUE:
                return
            job = await self._decided(job, record, message)
            if not job.last:
                await self.jobs.finish(job)
                return
            await self.write.keep(record, job.page, Lane.BULK)
            if not await self.jobs.move(job):
                return
            job = job.moved

    async def _decided(self, job: FanOut, record: Recorded, message: Message) -> FanOut:
        """With the page that comes next; without one when everybody is reached."""
        if job.last:
            return job
        page = await self.find(record, message, after=job.after, limit=PAGE)
        return await self.jobs.decide(replace(job, page=page.people, last=page.last)) if page.last else job
