"""What a letter bears so that a report of its failure can be told from one that somebody made up."""

import hmac
from typing import Final
from uuid import UUID

from services.notifications.usecases.recipient.ports import Safe

_ID_LENGTH: Final = 32
_MARK_LENGTH: Final = 24
"""96 bits: the header stays so short that no mail server breaks its line."""


def proof_of(safe: Safe, letter_id: UUID) -> str:
    """Names a letter; nobody without the vault's key can make one. Raises: RefusedError (CONTACT_NOT_KEPT)."""
    return f"{letter_id.hex}.{safe.mark(f'letter:{letter_id}')[:_MARK_LENGTH]}"


def letter_of(safe: Safe, proof: str) -> UUID | None:
    """The letter that a proof names; None for one that was never given. Raises: RefusedError (CONTACT_NOT_KEPT)."""
    try:
        letter_id = UUID(proof[:_ID_LENGTH])
    except ValueError:
        return None
    return letter_id if hmac.compare_digest(proof_of(safe, letter_id).encode(), proof.encode()) else None
