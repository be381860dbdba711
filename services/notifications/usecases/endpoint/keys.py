"""A key for an endpoint."""

from datetime import datetime

from services.notifications.domain.endpoint import KeyKind, SigningKey
from services.notifications.usecases.endpoint.ports import Keys
from shared.kernel.cause import Cause
from shared.kernel.ids import id_from


def key_for(keys: Keys, kind: KeyKind, cause: Cause, since: datetime) -> SigningKey:
    """A fresh key that signs from an instant on; its `kid` derives from the cause. Raises: NoVaultError."""
    made = keys.fresh(kind)
    return SigningKey(id_from("webhook-key", cause.id).hex[:16], kind, made.sealed, made.public, since)
