"""Counts how tries end, for those who watch the service."""

from datetime import datetime

from services.notifications.domain.delivery import Delivery, Lane
from services.notifications.domain.outcome import Ended, Outcome
from shared.runtime import metrics


class MetricTally:
    """Into the metrics of this process."""

    def ended(self, delivery: Delivery, ended: Ended, now: datetime) -> None:
        """As the port says. What is sent again was planned long ago, so its age says nothing."""
        metrics.NOTIFY_TRIES.labels(delivery.channel, ended.outcome).inc()
        if ended.outcome is Outcome.OK and delivery.lane is not Lane.BULK:
            age = (now - delivery.created_at).total_seconds()
            metrics.NOTIFY_AGE.labels(delivery.channel, delivery.lane).observe(age)

    def lease_lost(self) -> None:
        """As the port says."""
        metrics.NOTIFY_LEASE_LOST.inc()
