"""Which certificate a client showed to the proxy in front of this gateway.

Source: RFC 8705, section 3.1 (`x5t#S256`); RFC 9440, section 2 (`Client-Cert`).
"""

import base64
import binascii
import hashlib
import ssl
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from cryptography.x509 import InvalidVersion, load_der_x509_certificate
from starlette.requests import Request

from shared.runtime.web.problems import ProblemError, technical
from shared.runtime.web.proxies import Network, is_from

HEADER: Final = "client-cert"
_LARGEST: Final = 16 * 1024
_PEM: Final = "-----BEGIN"
_NONE: Final = frozenset({"", "::"})
"""What proxies write of a client that showed none."""


def thumbprint(request: Request, proxies: Sequence[Network]) -> str:
    """The hash of the certificate as RFC 8705 writes it; empty without one. Raises: ProblemError, as `_shown`."""
    found = _shown(request, proxies)
    return base64.urlsafe_b64encode(hashlib.sha256(found).digest()).rstrip(b"=").decode() if found else ""


def ends_at(request: Request, proxies: Sequence[Network]) -> datetime | None:
    """When the certificate that was shown ends; None without one, and for one that says it in a way nobody reads here.

    Raises: ProblemError, as `_shown`.
    """
    found = _shown(request, proxies)
    try:
        return load_der_x509_certificate(found).not_valid_after_utc if found else None
    except (ValueError, InvalidVersion):
        return None


def _shown(request: Request, proxies: Sequence[Network]) -> bytes:
    """The certificate that was shown; nothing without one.

    The header counts only from the addresses of `proxies`; what others write there is passed over.
    Raises: ProblemError (malformed) when a proxy says what is no certificate.
    """
    sent = request.headers.getlist(HEADER)
    if not sent or not is_from(request, proxies):
        return b""
    try:
        [told] = (each.strip() for each in sent)
        if told in _NONE:
            return b""
        return _der(told)
    except ValueError as error:
        raise ProblemError(technical("malformed")) from error


def _der(told: str) -> bytes:
    """As RFC 9440 writes it, or as nginx does: PEM with the letters of URLs. Raises: ValueError."""
    if len(told) > _LARGEST:
        raise ValueError("too long")
    if told.startswith(_PEM):
        return ssl.PEM_cert_to_DER_cert(unquote(told).strip())
    if len(told) < len(":A:") or (told[0], told[-1]) != (":", ":"):
        raise ValueError("no certificate")
    try:
        return base64.b64decode(told[1:-1], validate=True)
    except binascii.Error as error:
        raise ValueError("no certificate") from error
