"""A client sends something that changes things. Source: RFC 9421."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.notifications.domain.client import Client
from services.notifications.domain.message_signature import (
    COVERED,
    Request,
    Signed,
    UnreadableSignatureError,
    is_digest_of,
    read,
)
from services.notifications.usecases.gateway.ports import Nonces, Proofs, TurnedAwayError
from shared.kernel.clock import Clock

AROUND: Final = timedelta(seconds=300)
_REMEMBERED: Final = 2 * AROUND + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CheckSignature:
    """Nothing is done for a message that the client did not sign itself, just now and for this once.

    Raises: TurnedAwayError (signature_invalid, signature_expired, replayed), UnavailableError.
    """

    proofs: Proofs
    nonces: Nonces
    clock: Clock

    async def __call__(self, request: Request, body: bytes, client: Client) -> None:
        signed = _read(request)
        now = self.clock()
        key = client.key(signed.kid, now)
        is_digest = await asyncio.to_thread(is_digest_of, request.headers.get("content-digest", ""), body)
        is_whole = signed.covered >= COVERED and is_digest
        if key is None or not signed.nonce or not is_whole or not self.proofs.holds(signed, key):
            raise TurnedAwayError("signature_invalid")
        seconds = now.timestamp()
        is_over = signed.expires is not None and signed.expires < seconds
        if abs(seconds - signed.created) > AROUND.total_seconds() or is_over:
            raise TurnedAwayError("signature_expired")
        if not await self.nonces.use("nonce", client.ref, signed.nonce, now + _REMEMBERED):
            raise TurnedAwayError("replayed")


def _read(request: Request) -> Signed:
    try:
        return read(request)
    except UnreadableSignatureError as error:
        raise TurnedAwayError("signature_invalid") from error
