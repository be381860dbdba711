"""Commits the handled prefix of every partition: explicit offsets, and only of partitions that are still ours."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.runtime import metrics
from shared.runtime.bus.progress import Partition, Progress
from shared.runtime.failpoints import Failpoint, reached

_LOG = structlog.get_logger("bus")

_PATIENCE = 4.0
"""Seconds; the library itself would try for ever."""


class Committer:
    """Remembers what is committed, so that an idle group commits nothing."""

    def __init__(self, group: str) -> None:
        self._group = group
        self._committed: dict[Partition, int] = {}
        self._one_at_a_time = asyncio.Lock()

    def forget(self) -> None:
        """Forget what is committed: the partitions are taken away."""
        self._committed.clear()

    async def commit(self, consumer: Any, progress: Mapping[Partition, Progress]) -> None:
        """Commit what moved. A failure is counted and made good by a later call, at the latest by the next owner."""
        async with self._one_at_a_time:
            assigned = consumer.assignment()
            offsets = {
                partition: each.low
                for partition, each in progress.items()
                if each.low is not None
                and each.low != self._committed.get(partition)
                and TopicPartition(*partition) in assigned
            }
            if not offsets:
                return
            reached(Failpoint.BEFORE_COMMIT)
            try:
                async with asyncio.timeout(_PATIENCE):
                    await consumer.commit({TopicPartition(*partition): low for partition, low in offsets.items()})
            except (KafkaError, IllegalStateError, TimeoutError) as error:
                metrics.COMMIT_FAILURES.labels(self._group).inc()
                _LOG.warning("offsets not committed", group=self._group, error=type(error).__name__)
                return
            self._committed.update(offsets)
