"""One way to write a value down, so that its hash can be checked by anybody."""

import hashlib
import json


def canonical(value: object) -> str:
    """The value as JSON: keys sorted, no spaces, UTF-8 text as it is. Takes what JSON can hold, nothing else."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
