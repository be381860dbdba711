"""Somebody chooses what comes by which way; a unit does so for its people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.notifications.domain.audience import person, unit
from services.notifications.domain.preference import Preferences, Rhythm, Setting, Topic
from services.notifications.usecases.recipient.ports import Chosen, Paths
from shared.kernel.cause import Cause
from shared.kernel.errors import AlreadyHandledError, OutdatedError
from shared.kernel.policy import permit


@dataclass(frozen=True, slots=True)
class Choose:
    """All choices of one audience at once: what is not named falls back to the level below."""

    chosen: Chosen

    async def __call__(self, choices: Mapping[Topic, Setting], rhythm: Rhythm, cause: Cause) -> None:
        """The actor's own. Raises: AlreadyHandledError, OutdatedError, StaleError, UnavailableError."""
        await _save(self.chosen, person(cause.actor.ref), choices, rhythm, cause)


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """What a unit decides binds all who read in it and below, but never turns off what is mandated."""

    chosen: Chosen
    paths: Paths

    async def __call__(self, code: str, choices: Mapping[Topic, Setting], cause: Cause) -> None:
        """The unit's. Raises: ForbiddenError, AlreadyHandledError, OutdatedError, StaleError, UnavailableError."""
        permit(cause.actor, cause.action, await self.paths(code))
        await _save(self.chosen, unit(code), choices, Rhythm.DAILY, cause)


async def _save(chosen: Chosen, audience: str, choices: Mapping[Topic, Setting], rhythm: Rhythm, cause: Cause) -> None:
    now = (await chosen.of([audience])).get(audience, Preferences(audience))
    if await chosen.was_handled(audience, cause.id):
        raise AlreadyHandledError
    if cause.expected is not None and cause.expected != now.version:
        raise OutdatedError
    await chosen.save(replace(now, choices=choices, rhythm=rhythm), cause.id)
