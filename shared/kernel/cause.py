"""Why something changes: a command, an event, or a job that fell due."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.actor import Actor, system
from shared.kernel.ids import id_from


@dataclass(frozen=True, slots=True)
class Cause:
    """A verified actor's wish to do one thing, with the id that makes a repeat harmless.

    `action` names the rule in the policy, such as `nomination.submit`. `body_hash` is a fingerprint of the command, so
    that one key cannot mean two things; a service that seals makes it with its key. `source` is topic/partition/offset
    of an event, by which inboxes are pruned. For an event, `sequence` is its number in its aggregate and `at` the
    instant when it happened.
    `expected` is the version of the thing that the actor saw and decided upon, when the command says so.
    """

    id: UUID
    actor: Actor
    action: str
    correlation_id: UUID
    causation_id: UUID
    traceparent: str | None = None
    body_hash: str | None = None
    source: str | None = None
    sequence: int = 0
    at: datetime | None = None
    expected: int | None = None


def job_cause(service: str, job: str, *parts: object) -> Cause:
    """The cause of something a service does by itself: the job's name and what fell due, never the moment it ran."""
    cause_id = id_from("job", service, job, *parts)
    return Cause(cause_id, system(service), "system", correlation_id=cause_id, causation_id=cause_id)
