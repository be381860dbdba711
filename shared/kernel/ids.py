"""Ids that a retry derives again, so that a repeat is recognised."""

import unicodedata
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

_SEPARATOR = "\u001f"


def id_from(kind: str, *parts: object) -> UUID:
    """Derive the id of a `kind` from its parts: the same parts give the same id, on any machine, at any time.

    Parts are joined as NFC text. Never pass personal data: a hashed citizen number can be guessed.
    Source: RFC 9562, version 5.
    """
    return uuid5(_namespace(kind), unicodedata.normalize("NFC", _SEPARATOR.join(str(part) for part in parts)))


@cache
def _namespace(kind: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"urn:kipthoi:{kind}")
