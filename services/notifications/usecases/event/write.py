"""Hand letters of an event over to the senders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from services.notifications.domain.addressed import Addressed, Fate
from services.notifications.domain.delivery import Lane
from services.notifications.domain.fan_out import fan_outs
from services.notifications.domain.outgoing import delivery_of, postponed_of
from services.notifications.domain.record import Recorded
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.recipient.ports import FanOuts, Postponements
from shared.contracts.awards import AwardRevoked
from shared.kernel.clock import Clock

_WAITS: Final = frozenset({Fate.HOLD, Fate.DIGEST})


@dataclass(frozen=True, slots=True)
class WriteLetters:
    """What the plan says of people is kept: what goes out by itself, and what waits for a digest.

    A revocation ends what still waits of its award, also what is kept only after it: whoever comes second sees the
    other. An event for many becomes a job.
    """

    pushes: KeepPushes
    postponements: Postponements
    jobs: FanOuts
    cancel: CancelHeld
    wake: Callable[[], None]
    clock: Clock

    async def __call__(self, record: Recorded) -> None:
        """Keep them, each once. Raises: UnavailableError; the same again completes it."""
        if record.is_for_many:
            await self.jobs.keep(fan_outs(record, self.clock()))
        await self.keep(record, record.people)
        if record.kind == AwardRevoked.type:
            await self.cancel(record.about_id)

    async def is_overtaken(self, record: Recorded) -> bool:
        """Whether nothing more is to go out of it, because its award was revoked since. Raises: UnavailableError."""
        return await self.cancel.is_revoked(record)

    async def keep(self, record: Recorded, people: Sequence[Addressed], lane: Lane = Lane.PERSONAL) -> None:
        """Keep what goes to these people. Raises: UnavailableError; the same again completes it."""
        now = self.clock()
        said = {message.template: message for message in record.messages}
        alone = [delivery_of(one, record.id, now, lane) for one in people if one.fate in (Fate.SEND, Fate.HOLD)]
        later = [postponed_of(one, record.id, said[one.message], now) for one in people if one.fate is Fate.DIGEST]
        await self.pushes(alone, record.at)
        await self.postponements.keep(later)
        if any(one.fate in _WAITS for one in people):
            await self.cancel.if_revoked(record)
        if alone:
            self.wake()
