"""What can go wrong: refusals that people read, and the technical outcomes of a save."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A rule says no. The code's sentence and way out stand in the vocabulary."""

    code: ClassVar[str] = "REFUSED"

    def __init__(self, code: str | None = None, **params: object) -> None:
        self.reason: str = code or self.code
        self.params: Mapping[str, object] = params
        super().__init__(f"{self.reason} {dict(params)}" if params else self.reason)


class RefusedError(DomainError):
    """The wish is understood but not allowed as it stands."""


class ForbiddenError(DomainError):
    """The actor may not do this, or may not even know of the thing."""

    code = "OUT_OF_SCOPE"


class ConflictError(DomainError):
    """The thing is in another state than the wish supposes."""

    code = "STATE_CHANGED"


class AlreadyHandledError(Exception):
    """This cause was handled before; what it did stands."""


class CauseReusedError(DomainError):
    """One idempotency key was sent with two different bodies; `id` names the thing that the first one changed."""

    code = "IDEMPOTENCY_KEY_REUSED"


class StaleError(Exception):
    """Someone else saved the thing since it was read."""


class OutdatedError(Exception):
    """The thing is of another version than the one that the actor saw."""


class AlreadyExistsError(Exception):
    """A thing with this id exists and has another cause."""


class TakenError(Exception):
    """Another thing already holds what only one may hold; `rule` names the unique index."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class UnavailableError(Exception):
    """No answer in time from what this depends on; repeat with the same cause."""


class TooLargeError(DomainError):
    """The thing is larger than may be kept."""

    code = "TOO_LARGE"
