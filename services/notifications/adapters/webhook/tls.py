"""TLS with one endpoint: whom we believe there, and what we show.

Source: RFC 5280 (what a certificate must be), RFC 8446 (TLS 1.3).
"""

import os
import ssl
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtensionNotFound,
    InvalidVersion,
    load_pem_x509_certificates,
)

from services.notifications.domain.access import AccessUnusableError, Certificates

_MOST_CERTIFICATES: Final = 5
_MOST_BITS: Final = 4096
"""What RSA costs grows with the third power and more."""

_WHY_NOT_BELIEVED: Final[Mapping[int, str]] = {
    2: "unknown authority",
    9: "certificate not in force",
    10: "certificate not in force",
    18: "unknown authority",
    19: "unknown authority",
    20: "unknown authority",
    21: "unknown authority",
    62: "certificate of another host",
    64: "certificate of another host",
}
"""By what OpenSSL calls X509_V_ERR_…; all else is certificate not accepted."""

_TOLD: Final[Mapping[str, str]] = {
    "CERTIFICATE_REQUIRED": "no certificate of ours shown",
    "HANDSHAKE_FAILURE": "handshake refused",
    "BAD_CERTIFICATE": "our certificate refused",
    "CERTIFICATE_EXPIRED": "our certificate refused",
    "CERTIFICATE_REVOKED": "our certificate refused",
    "CERTIFICATE_UNKNOWN": "our certificate refused",
    "UNSUPPORTED_CERTIFICATE": "our certificate refused",
    "UNKNOWN_CA": "our certificate refused",
    "PROTOCOL_VERSION": "TLS 1.2 at least",
    "UNSUPPORTED_PROTOCOL": "TLS 1.2 at least",
}
"""What the other side says of us, by the end of its name in OpenSSL. Source: RFC 8446, section 6.2."""


class PemPapers:
    """Reads certificates as PEM. What it takes, a handshake takes too, until the certificates end."""

    def authorities(self, pem: str, at: datetime) -> Certificates:
        """As the port says."""
        found = _read(pem, at, "authority")
        if not all(map(_may_sign, found)):
            raise AccessUnusableError(why="authority may not sign")
        return _kept(found)

    def identity(self, pem: str, key_pem: str, at: datetime) -> Certificates:
        """As the port says."""
        found, key = _read(pem, at, "certificate"), _key(key_pem)
        if _public(key) != found[0].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
            raise AccessUnusableError(why="key of another certificate")
        kept = _kept(found)
        try:
            tls_context("", kept.pem, key_pem)
        except (ssl.SSLError, ValueError) as error:
            raise AccessUnusableError(why="too weak for TLS") from error
        return kept


def tls_reason(error: ssl.SSLError) -> str:
    """Why there is no TLS, in words of ours that an integrator can mend by."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"tls: {_WHY_NOT_BELIEVED.get(error.verify_code, 'certificate not accepted')}"
    said = error.reason or ""
    why = next((why for name, why in _TOLD.items() if said.endswith(name)), "")
    return f"tls: {why}" if why else "tls"


def tls_context(authorities: str = "", certificate: str = "", key: str = "") -> ssl.SSLContext:
    """How an endpoint is met, of PEM that was taken before; without authorities those of the open internet count.

    Raises: ssl.SSLError.
    """
    context = ssl.create_default_context(cadata=authorities or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authorities:
        # One in between may be pinned alone.
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    if certificate:
        _show(context, f"{certificate}\n{key}")
    return context


def _show(context: ssl.SSLContext, pem: str) -> None:
    """OpenSSL reads keys from files only. This one is in memory and has no name."""
    handle = os.memfd_create("shown")
    try:
        with os.fdopen(os.dup(handle), "w") as file:
            file.write(pem)
        # Without a password nobody is asked for one.
        context.load_cert_chain(f"/proc/self/fd/{handle}", password="")
    finally:
        os.close(handle)


def _read(pem: str, at: datetime, what: str) -> Sequence[Certificate]:
    try:
        found = load_pem_x509_certificates(pem.encode())
    except (ValueError, InvalidVersion) as error:
        raise AccessUnusableError(why=f"no {what}") from error
    if len(found) > _MOST_CERTIFICATES:
        raise AccessUnusableError(why="too many certificates")
    if any(_is_long(one.public_key()) for one in found):
        raise AccessUnusableError(why="RSA key too long")
    if any(not one.not_valid_before_utc <= at < one.not_valid_after_utc for one in found):
        raise AccessUnusableError(why=f"{what} not in force")
    return found


def _key(pem: str) -> PrivateKeyTypes:
    """Whether its numbers are prime is not asked: that takes seconds, and harms no connection but its owner's.

    Raises: AccessUnusableError.
    """
    try:
        key = load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AccessUnusableError(why="no open key") from error
    if _is_long(key):
        raise AccessUnusableError(why="RSA key too long")
    return key


def _is_long(key: PrivateKeyTypes | CertificatePublicKeyTypes) -> bool:
    return isinstance(key, RSAPrivateKey | RSAPublicKey) and key.key_size > _MOST_BITS


def _public(key: PrivateKeyTypes) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _may_sign(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (ExtensionNotFound, ValueError):
        return False


def _kept(found: Sequence[Certificate]) -> Certificates:
    pem = "".join(one.public_bytes(Encoding.PEM).decode() for one in found)
    first = min(found, key=lambda one: one.not_valid_after_utc)
    name = found[0].subject.rfc4514_string()
    return Certificates(pem, name, first.not_valid_after_utc, since=first.not_valid_before_utc)
