"""A private authority that makes certificates, and servers that show and want them."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Made:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def of_no_version(one: Made) -> bytes:
    """As it stands, but of a version that X.509 does not know: nobody's library reads it."""
    der, version = one.certificate.public_bytes(Encoding.DER), b"\xa0\x03\x02\x01"
    return der.replace(version + b"\x02", version + b"\x07", 1)


def made(
    name: str, by: Made | None = None, *, is_ca: bool = False, until: datetime | None = None, key: Key | None = None
) -> Made:
    """A certificate for a name, signed by another or by itself; in force for decades, set clocks included."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until or datetime(2060, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    )
    if not is_ca:
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return Made(built.sign(by.key if by else key, hashes.SHA256()), key)


@dataclass(frozen=True)
class Authority:
    """Made for one test: the authority, a server of localhost, and whom it is to know."""

    root: Made = field(default_factory=lambda: made("Chứng thực tỉnh", is_ca=True))

    def server(self, folder: Path, *, knows: Made | None = None) -> ssl.SSLContext:
        """TLS of a server of localhost. `knows`: only who shows a certificate of this authority is let in."""
        own = made("localhost", self.root)
        file = folder / "server.pem"
        file.write_text(own.pem + own.key_pem)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=knows.pem if knows else None)
        context.load_cert_chain(file)
        context.verify_mode = ssl.CERT_REQUIRED if knows else ssl.CERT_NONE
        return context
