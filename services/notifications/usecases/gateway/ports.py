"""What the gateway needs, in its own words. Every method that reads or keeps raises UnavailableError."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.notifications.domain.client import Client, ClientKey, Scope
from services.notifications.domain.idempotency import Claim, Kept
from services.notifications.domain.message_signature import Signed
from services.notifications.domain.register import Entry
from services.notifications.domain.unit_code import CodeHistory, UnitCode
from services.notifications.usecases.ports import Secret
from shared.kernel.cause import Cause
from shared.kernel.chart import Chart
from shared.kernel.clock import Clock


class TurnedAwayError(Exception):
    """A request from outside is not let in. `reason` is a code of section 11 of the design."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TooFastError(TurnedAwayError):
    """It asked too often; after so many seconds it may ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too_fast")
        self.seconds = int(seconds) + 1


@dataclass(frozen=True, slots=True)
class Granted:
    """What stands behind a token."""

    client_ref: str
    scopes: frozenset[Scope]
    made_at: datetime
    bound_to: str = ""
    """The hash of the certificate with which alone it counts; empty for one that counts without."""


class Clients(Protocol):
    """The clients."""

    async def find(self, ref: str) -> Client | None:
        """The client of this name, None when there is none."""

    async def get(self, ref: str, cause: Cause) -> Client:
        """For a change. Raises: ForbiddenError (absent too), AlreadyHandledError, CauseReusedError, OutdatedError."""

    async def all(self, limit: int) -> Sequence[Client]:
        """The first of them, by name."""

    async def mirrored(self) -> Sequence[Client]:
        """All active ones that have a mirror."""

    async def save(self, client: Client, because_of: Cause) -> bool:
        """Keep it; False when that cause was handled before. Raises: StaleError, AlreadyExistsError."""


class ClientTokens(Protocol):
    """The tokens that were given out. Only their digests are kept."""

    async def put(self, digest: str, granted: Granted, expires_at: datetime) -> None:
        """Keep a token."""

    async def find(self, digest: str, now: datetime) -> Granted | None:
        """What stands behind it; None for one that is unknown or expired."""


class Nonces(Protocol):
    """What counts once."""

    async def use(self, kind: str, client_ref: str, nonce: str, until: datetime) -> bool:
        """Whether it was new; it is remembered until an instant."""


class Answers(Protocol):
    """What was answered to which key of a client."""

    async def claim(self, claim: Claim) -> Kept | None:
        """None when the key was free, or its owner gave up, and is the bearer's now; else what stands there."""

    async def settle(self, claim: Claim, status: int, body: bytes) -> None:
        """Keep the answer, while the key is still the bearer's."""

    async def give_up(self, claim: Claim) -> None:
        """Nothing was done: the key is free again."""


class UnitRegister(Protocol):
    """The register as one who speaks for some units sees it."""

    async def entries_of(self, units: Collection[str], since: int, limit: int) -> Sequence[Entry]:
        """Entries of these units and all below them, numbered above `since`, in order."""

    async def entries_about(self, award_id: str, units: Collection[str]) -> Sequence[Entry]:
        """Entries of one award, of these units and all below them, in order."""

    async def hashes_of(self, units: Collection[str], since: int, until: int, limit: int) -> Mapping[int, str]:
        """The hashes of such entries numbered above `since`, up to `until`, in order."""

    async def last_of(self, epoch: str) -> int:
        """The number of the last entry of an epoch; 0 when none of it is left."""

    async def entry(self, seq: int) -> Entry | None:
        """One entry by its number."""

    async def head(self) -> int:
        """The number of the newest entry; 0 when there is none."""

    async def wait_past(self, seq: int, seconds: float) -> bool:
        """Whether an entry numbered above `seq` came before the time was over, or before the service stops."""


class Units(Protocol):
    """Who stands above each unit."""

    async def chart(self) -> Chart:
        """All units as they are known here."""


class UnitCodes(Protocol):
    """What each code of a unit ever named."""

    async def find(self, scheme: str, value: str) -> CodeHistory:
        """All rows of a code; none of one that nobody ever had."""

    async def of_units(self, unit_ids: Collection[str]) -> Sequence[UnitCode]:
        """Every row of these units, by scheme and day."""

    async def save(self, history: CodeHistory, because_of: Cause) -> bool:
        """Keep it; False when that cause was handled before. Raises: StaleError, AlreadyExistsError."""


class Proofs(Protocol):
    """Checks what was signed with a client's key."""

    def claimed(self, assertion: str) -> tuple[str, str]:
        """Who an assertion says that it is from, and the id of its key; nothing is proven yet.

        Raises: TurnedAwayError.
        """

    def claims(self, assertion: str, key: ClientKey) -> Mapping[str, Any]:
        """What a JWT says, once its signature holds. Raises: TurnedAwayError."""

    def holds(self, signed: Signed, key: ClientKey) -> bool:
        """Whether a signature over an HTTP message is of this key."""

    def can_use(self, jwk: Mapping[str, str]) -> bool:
        """Whether this is the public half of a key that can prove a client, and nothing more."""


@dataclass(frozen=True, slots=True)
class GatewayPorts:
    """What all of the gateway needs. `audiences` are its own names, as clients call it.

    By the `true_clock` what outsiders prove counts, and what is kept for a time is kept.
    """

    clients: Clients
    tokens: ClientTokens
    nonces: Nonces
    answers: Answers
    proofs: Proofs
    register: UnitRegister
    units: Units
    codes: UnitCodes
    secret: Secret
    clock: Clock
    true_clock: Clock
    audiences: Collection[str]
