"""Checks what clients signed: JWTs and HTTP messages. Source: RFC 7515, RFC 8037, RFC 9421 (section 3.3)."""

import json
import warnings
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey
from joserfc.jws import extract_compact

from services.notifications.domain.client import ClientKey
from services.notifications.domain.message_signature import Signed
from services.notifications.usecases.gateway.ports import TurnedAwayError

_PUBLIC: Final = ({"kty", "crv", "x"}, {"kty", "crv", "x", "y"})
_CURVES: Final = frozenset({("OKP", "Ed25519"), ("EC", "P-256")})
_ALGORITHMS: Final = ("ES256", "Ed25519", "EdDSA")
_LONGEST: Final = 8192
_HALF: Final = 32


class JoseProofs:
    """Keys of two kinds: Ed25519, and P-256."""

    def claimed(self, assertion: str) -> tuple[str, str]:
        """Who an assertion says that it is from, and the id of its key. Raises: TurnedAwayError."""
        if len(assertion) > _LONGEST or not assertion.isascii():
            raise TurnedAwayError("client_invalid")
        try:
            read = extract_compact(assertion.encode())
            header, claims = read.headers(), json.loads(read.payload)
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TurnedAwayError("client_invalid") from error
        ref, kid = claims.get("sub") if isinstance(claims, dict) else None, header.get("kid")
        if not isinstance(ref, str) or not isinstance(kid, str):
            raise TurnedAwayError("client_invalid")
        return ref, kid

    def claims(self, assertion: str, key: ClientKey) -> Mapping[str, Any]:
        """What a JWT says, once its signature holds. Raises: TurnedAwayError."""
        try:
            with warnings.catch_warnings():
                # RFC 9864 calls the name EdDSA old; the libraries of others still write it.
                warnings.simplefilter("ignore", SecurityWarning)
                return jwt.decode(assertion, _read(key), algorithms=list(_ALGORITHMS)).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TurnedAwayError("client_invalid") from error

    def holds(self, signed: Signed, key: ClientKey) -> bool:
        """Whether a signature over an HTTP message is of this key; the key decides by which algorithm."""
        public: Any = _read(key).public_key
        try:
            if isinstance(public, Ed25519PublicKey) and signed.algorithm in ("", "ed25519"):
                public.verify(signed.signature, signed.base)
                return True
            if isinstance(public, EllipticCurvePublicKey) and signed.algorithm in ("", "ecdsa-p256-sha256"):
                public.verify(_der(signed.signature), signed.base, ECDSA(SHA256()))
                return True
        except (InvalidSignature, ValueError):
            return False
        return False

    def can_use(self, jwk: Mapping[str, str]) -> bool:
        """As the port says."""
        if set(jwk) not in _PUBLIC or (jwk["kty"], jwk["crv"]) not in _CURVES:
            return False
        try:
            _read_jwk(jwk)
        except (JoseError, ValueError, TypeError):
            return False
        return True


def _read(key: ClientKey) -> ECKey | OKPKey:
    return _read_jwk(key.jwk)


def _read_jwk(jwk: Mapping[str, str]) -> ECKey | OKPKey:
    members: dict[str, str | list[str]] = dict(jwk)
    return OKPKey.import_key(members) if jwk.get("kty") == "OKP" else ECKey.import_key(members)


def _der(signature: bytes) -> bytes:
    if len(signature) != 2 * _HALF:
        raise ValueError("a P-256 signature has 64 bytes")
    r, s = signature[:_HALF], signature[_HALF:]
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
