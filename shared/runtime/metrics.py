"""What a service measures about itself. Prefix `kipthoi_`; no label holds a person, a case or an address."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_AGES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600)

BUILD = Gauge("kipthoi_build_info", "What runs here; always 1", ["service", "version"])
LOOP_LAG = Gauge("kipthoi_loop_lag_seconds", "How late the event loop woke last")

HTTP_REQUESTS = Counter("kipthoi_http_requests_total", "Requests answered", ["route", "status"])
HTTP_SECONDS = Histogram("kipthoi_http_request_seconds", "From request to answer", ["route", "status"], buckets=_FAST)
AUTHZ_DENIED = Counter("kipthoi_authz_denied_total", "Requests refused for who asked", ["reason"])

NOTIFY_AGE = Histogram(
    "kipthoi_notify_event_to_delivery_seconds",
    "From the plan of a delivery to its success",
    ["channel", "lane"],
    buckets=(*_FAST, 60, 300, 3600, 86_400),
)
NOTIFY_TRIES = Counter("kipthoi_notify_deliveries_total", "Tries to deliver, by how they ended", ["channel", "class"])
NOTIFY_DUE = Gauge("kipthoi_notify_due", "Deliveries that are due and not tried, counted to 10,001", ["lane"])
NOTIFY_DUE_AGE = Gauge("kipthoi_notify_due_age_seconds", "For how long the oldest of them is due", ["lane"])
NOTIFY_UNKNOWN = Gauge("kipthoi_notify_unknown", "Messages of which nobody knows whether they came, up to 1,001")
NOTIFY_UNKNOWN_AGE = Gauge("kipthoi_notify_unknown_age_seconds", "For how long the oldest of them waits for an answer")
NOTIFY_LEASE_LOST = Counter("kipthoi_notify_lease_lost_total", "Ends of tries that came after their lease")
NOTIFY_BREAKER_OPEN = Gauge("kipthoi_notify_breaker_open", "Targets that are spared by this process")
NOTIFY_GUARD_BLOCKED = Counter("kipthoi_notify_guard_blocked_total", "Calls that the address guard stopped", ["rule"])
GATEWAY_REJECTED = Counter("kipthoi_notify_gateway_rejected_total", "Requests of outside systems refused", ["code"])

STREAMS_OPEN = Gauge("kipthoi_streams_open", "Live streams open now", ["stream"])
STREAMS_CLOSED = Counter("kipthoi_streams_closed_total", "Live streams ended", ["stream", "reason"])
STREAM_RESETS = Counter("kipthoi_stream_resets_total", "Cursors from a lost history", ["stream"])

OUTBOX_OLDEST = Gauge("kipthoi_outbox_oldest_seconds", "Age of the oldest event not yet on the bus", ["service"])
OUTBOX_PENDING = Gauge("kipthoi_outbox_pending", "Events not yet on the bus", ["service"])
LAG_SECONDS = Gauge("kipthoi_consumer_lag_seconds", "Age of the oldest event not handled", ["group", "partition"])
LAG_MESSAGES = Gauge("kipthoi_consumer_lag_messages", "Events not handled", ["group", "partition"])
WAITING = Gauge("kipthoi_waiting", "Events that wait for what they are about to arrive", ["service"])
WAITING_OLDEST = Gauge("kipthoi_waiting_oldest_seconds", "Age of the oldest event that waits so", ["service"])
EVENTS = Counter("kipthoi_events_total", "Events handled", ["type", "outcome"])
EVENT_AGE = Histogram("kipthoi_event_age_seconds", "From event to effect", ["type"], buckets=_AGES)
PARKED = Gauge("kipthoi_parked", "Records set aside", ["group", "reason"])
RETRIES = Counter("kipthoi_retries_total", "Events tried again", ["group", "reason"])
REBALANCES = Counter("kipthoi_rebalances_total", "Rebalances of a group", ["group"])
CONSUMER_FAILURES = Counter("kipthoi_consumer_failures_total", "Errors of a group's connection", ["group"])
PUBLISHED = Counter("kipthoi_published_total", "Events published", ["type"])
PUBLISH_FAILURES = Counter("kipthoi_publish_failures_total", "Runs of events that were not confirmed", ["service"])
COMMIT_FAILURES = Counter("kipthoi_commit_failures_total", "Offsets not committed", ["group"])

SAVE_SECONDS = Histogram("kipthoi_save_seconds", "From save to answer", ["collection"], buckets=_FAST)
GROUP_COMMIT_SIZE = Histogram(
    "kipthoi_group_commit_size", "Saves of one batch", ["collection"], buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
STALE_SAVES = Counter("kipthoi_stale_saves_total", "Saves that lost a race", ["collection"])
INBOX_ENTRIES_MAX = Gauge(
    "kipthoi_inbox_entries_max", "The longest inbox of 1,000 entries or more; 0: none", ["collection"]
)
INBOX_PRUNED = Counter("kipthoi_inbox_pruned_total", "Inbox entries no repeat can ask for any more", ["collection"])

JOB_FAILURES = Counter("kipthoi_job_failures_total", "Runs of a job that failed", ["job"])

handled = cache(EVENTS.labels)
"""The counter of a type and an outcome, found again without a lock."""
age_of = cache(EVENT_AGE.labels)
"""The histogram of a type, likewise."""


def exposition() -> bytes:
    """Everything measured, in the text format of Prometheus."""
    return generate_latest()
