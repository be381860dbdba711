"""Counts how tries end, for those who watch the service."""

from datetime import datetime
from functools import cache

from prometheus_client import Counter, Histogram

from services.notifications.domain.channel import Channel
from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.domain.outcome import Ended, Outcome
from shared.runtime import metrics


class MetricTally:
    """Into the metrics of this process."""

    def ended(self, delivery: Delivery, ended: Ended, now: datetime) -> None:
        """As the port says. What is sent again was planned long ago, so its age says nothing."""
        _tries(delivery.channel, ended.outcome).inc()
        if ended.outcome is Outcome.OK and delivery.lane is not Lane.BULK:
            _age(delivery.channel, delivery.lane).observe((now - delivery.created_at).total_seconds())

    def lease_lost(self) -> None:
        """As the port says."""
        metrics.NOTIFY_LEASE_LOST.inc()


@cache
def _tries(channel: Channel, outcome: Outcome) -> Counter:
    return metrics.NOTIFY_TRIES.labels(channel, outcome)


@cache
def _age(channel: Channel, lane: Lane) -> Histogram:
    return metrics.NOTIFY_AGE.labels(channel, lane)
