"""The audit chain of an aggregate: what stands beside its state seals every event that it ever told, in their order."""

import hashlib
from collections.abc import Iterable

GENESIS = bytes(32)
"""What the first event follows."""


def digest_of(headers: Iterable[tuple[str, bytes]], data: bytes) -> bytes:
    """SHA-256 of an event as it goes to the bus: its data, each header's name and value, zero bytes between them."""
    parts = [data]
    for name, raw in headers:
        parts += (name.encode(), raw)
    return hashlib.sha256(b"\0".join(parts)).digest()


def link(chain: bytes, seq: int, digest: bytes) -> bytes:
    """The chain with one event more: SHA-256 of the chain before, the event's number (8 bytes, big-endian), its digest.

    Source: the hash chain of Haber and Stornetta, How to time-stamp a digital document, 1991.
    """
    return hashlib.sha256(chain + seq.to_bytes(8, "big") + digest).digest()
