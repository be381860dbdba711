"""Bounded many clients at once, held back so that every kill falls into work."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deploy.chaos.deciding import Deciding
from deploy.chaos.desk import UnansweredError
from deploy.chaos.plan import File
from deploy.chaos.ways import Ways


@dataclass(slots=True)
class Load:
    """Plays the files. Between two kills an equal share of them begins, however fast they go."""

    ways: Ways
    deciding: Deciding
    files: Sequence[File]
    clients: int
    kills: int
    begun: int = 0
    struck: int = 0
    unanswered: list[str] = field(default_factory=list)
    _is_closed: bool = False
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self) -> None:
        """Play all files and decide what is to be decided; `unanswered` tells of what stayed without an answer."""
        waiting, working = iter(self.files), asyncio.Event()
        working.set()
        deciding = asyncio.create_task(self.deciding.run(working))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.clients):
                    group.create_task(self._client(waiting))
            working.clear()
            await deciding
        except UnansweredError as error:
            self.unanswered.append(str(error))
        finally:
            deciding.cancel()
            await asyncio.gather(deciding, return_exceptions=True)

    async def answer(self) -> None:
        """What the public said is answered to the end; `unanswered` tells of what was not."""
        try:
            await self.ways.answer()
        except UnansweredError as error:
            self.unanswered.append(str(error))

    def close(self) -> None:
        """No more files begin; those that have begun are brought to their end, and decided."""
        self._is_closed = True

    async def due(self, kill: int) -> None:
        """Wait until so many files have begun that the kill (counted from 1) is due."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.begun >= self._share(kill))

    async def note_strike(self) -> None:
        """A kill has fallen: the next share of files may begin."""
        async with self._moved:
            self.struck += 1
            self._moved.notify_all()

    def _share(self, kill: int) -> int:
        return len(self.files) * kill // (self.kills + 1)

    async def _client(self, waiting: Iterator[File]) -> None:
        for file in waiting:
            if self._is_closed:
                return
            async with self._moved:
                await self._moved.wait_for(
                    lambda: self.struck >= self.kills or self.begun < self._share(self.struck + 1)
                )
                self.begun += 1
                self._moved.notify_all()
            try:
                await self.ways.play(file)
            except UnansweredError as error:
                self.unanswered.append(str(error))
