"""What the live streams read: the feed for persons, the register for everybody."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from services.notifications.adapters.mongo.dense_log import DenseLog
from services.notifications.adapters.mongo.feed import SHARD, MongoFeed
from services.notifications.adapters.mongo.register import REGISTER, MongoRegister
from services.notifications.domain.audience import reaches
from shared.kernel.actor import Actor
from shared.kernel.errors import UnavailableError
from shared.runtime.web.live import Item, LiveStream

_LOG: structlog.stdlib.BoundLogger = structlog.get_logger("live")


@dataclass(frozen=True, slots=True)
class NoticeItem(Item):
    """A message with those it is for."""

    audience: tuple[str, ...] = ()
    hidden_from: tuple[str, ...] = ()


class FeedSource:
    """All messages in order."""

    def __init__(self, feed: MongoFeed) -> None:
        self._feed = feed

    @property
    def epoch(self) -> str:
        """The feed's life."""
        return self._feed.log.epoch

    async def after(self, seq: int, limit: int) -> list[Item]:
        """Messages numbered above `seq`."""
        return [
            NoticeItem(notice.seq, "notice", _json(notice.shown()), notice.audience, notice.hidden_from)
            for notice in await self._feed.after(seq, limit)
        ]

    async def head(self) -> int:
        """The number of the newest message."""
        return await self._feed.head()

    async def first(self) -> int:
        """The oldest number that is kept."""
        return 1


class RegisterSource:
    """Published awards in order."""

    def __init__(self, register: MongoRegister) -> None:
        self._register = register

    @property
    def epoch(self) -> str:
        """The register's life."""
        return self._register.log.epoch

    async def after(self, seq: int, limit: int) -> list[Item]:
        """Entries numbered above `seq`."""
        entries = await self._register.entries(seq, limit)
        return [Item(entry.seq, entry.kind, _json(entry.shown())) for entry in entries]

    async def head(self) -> int:
        """The number of the newest entry."""
        return await self._register.head()

    async def first(self) -> int:
        """The oldest number that is kept."""
        return 1


class Epochs:
    """Loads the epochs before the streams start, and lets those go who wait for the register when they stop."""

    def __init__(self, logs: Sequence[DenseLog[Any]], register: MongoRegister) -> None:
        self._logs = logs
        self._register = register

    async def start(self) -> None:
        """Wait until the store has told the epochs."""
        for log in self._logs:
            while not log.epoch:
                try:
                    await log.load()
                except UnavailableError as error:
                    _LOG.warning("epoch unknown", error=str(error))
                    await asyncio.sleep(1)

    async def stop(self) -> None:
        """Nobody waits any longer."""
        self._register.pulse.close()


class Live:
    """Both streams: each reader gets the messages for the reader or the reader's roles, everybody the awards."""

    def __init__(self, feed: MongoFeed, register: MongoRegister, *, poll_seconds: float) -> None:
        self._notices = LiveStream(FeedSource(feed), name=str(SHARD), poll_seconds=poll_seconds)
        self._awards = LiveStream(RegisterSource(register), name=REGISTER, poll_seconds=poll_seconds)
        feed.on_kept = self._notices.wake
        register.on_kept = self._awards.wake

    @property
    def streams(self) -> tuple[LiveStream, LiveStream]:
        """What is started and stopped with the service."""
        return self._notices, self._awards

    def notices(self, request: Request, reader: Actor) -> Response:
        """The reader's messages as they come."""
        return self._notices.response(request, allows=lambda item: _is_for(reader, item))

    def awards(self, request: Request) -> Response:
        """Published awards as they come."""
        return self._awards.response(request)


def _is_for(reader: Actor, item: Item) -> bool:
    return isinstance(item, NoticeItem) and reaches(reader, item.audience, item.hidden_from)


def _json(shown: dict[str, Any]) -> str:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
