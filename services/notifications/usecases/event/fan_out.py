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
from services.notifications.usecases.ports import Events
from services.notifications.usecases.recipient.ports import FanOuts

PAGE: Final = 1000
_JOBS: Final = 20


@dataclass(frozen=True, slots=True)
class FanOutMessages:
    """A page of readers, what goes to them, then a step forward. A death in between repeats one page.

    What is decided of a page is kept before anything of it goes out: whoever repeats it, after whatever its readers
    chose meanwhile, finds what was decided first. What goes to many goes in the lane of masses, so that nothing
    personal waits for it.
    """

    jobs: FanOuts
    events: Events
    find: FindReaders
    write: WriteLetters

    async def __call__(self) -> None:
        """Bring the oldest jobs to their end. Raises: UnavailableError, ExceptionGroup; the next run goes on."""
        await one_by_one(await self.jobs.open(_JOBS), self._to_all)

    async def _to_all(self, job: FanOut) -> None:
        record = await self.events.get(job.event_id)
        message = next(each for each in record.messages if each.template == job.message)
        while (job := await self._decided(job, record, message)).last:
            await self.write.keep(record, job.page, Lane.BULK)
            if not await self.jobs.move(job):
                return
            job = job.moved
        await self.jobs.finish(job)

    async def _decided(self, job: FanOut, record: Recorded, message: Message) -> FanOut:
        """With the page that comes next; without one when everybody is reached."""
        if job.last:
            return job
        page = await self.find(record, message, after=job.after, limit=PAGE)
        return await self.jobs.decide(replace(job, page=page.people, last=page.last)) if page.last else job
