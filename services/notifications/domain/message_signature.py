"""Signatures over HTTP messages: what a client signed, read strictly. Pure. Source: RFC 9421; RFC 9530 (digests).

Of RFC 9421 exactly this is read: one signature, over plain header fields and five derived components, none of them
with parameters; the signature's own parameters are `created`, `keyid`, `nonce`, and, if sent, `expires`, `alg`, `tag`.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

COVERED: Final = frozenset({"@method", "@path", "@query", "content-digest", "idempotency-key"})
"""What every signature of a write covers, besides its own time and nonce: under another key it is another write."""

_LABEL: Final = r"[a-z*][a-z0-9_.*-]{0,63}"
_TEXT: Final = r'"[\x20\x21\x23-\x5b\x5d-\x7e]{1,200}"'
_NAME: Final = r'"@?[a-z0-9!#$%&\'*+.^_`|~-]{1,64}"'
_INPUT: Final = re.compile(
    rf"(?P<label>{_LABEL})=(?P<params>\((?P<names>{_NAME}(?: {_NAME}){{0,19}})\)"
    rf"(?P<rest>(?:;(?:(?:created|expires)=[0-9]{{1,12}}|(?:keyid|nonce|alg|tag)={_TEXT})){{1,6}}))"
)
_PARAM: Final = re.compile(rf";([a-z]+)=([0-9]+|{_TEXT})")
_BYTES: Final = r":([A-Za-z0-9+/]{1,1024}={0,2}):"
_SIGNATURE: Final = re.compile(rf"({_LABEL})={_BYTES}")
_DIGEST: Final = re.compile(rf"([a-z0-9-]{{1,20}})={_BYTES}")
_DIGESTS: Final = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


class UnreadableSignatureError(ValueError):
    """The headers hold no signature of the kind that is read here."""


@dataclass(frozen=True, slots=True)
class Request:
    """What can be covered. Header names are small letters; a field sent in several lines is joined by `, `."""

    method: str
    authority: str
    path: str
    query: str
    headers: Mapping[str, str]

    def component(self, name: str) -> str:
        """The value that stands in the signature base. Raises: UnreadableSignatureError for one that is not there."""
        derived = {
            "@method": self.method,
            "@authority": self.authority.lower(),
            "@path": self.path or "/",
            "@query": f"?{self.query}",
            "@request-target": f"{self.path}?{self.query}" if self.query else self.path,
        }
        value = derived.get(name) if name.startswith("@") else self.headers.get(name)
        if value is None:
            raise UnreadableSignatureError(name)
        return value.strip(" \t")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as it was sent: over `base`, made at `created` (seconds since 1970) with the key `kid`."""

    base: bytes
    signature: bytes
    covered: frozenset[str]
    kid: str
    created: int
    expires: int | None
    nonce: str
    algorithm: str


def read(request: Request) -> Signed:
    """What the headers Signature-Input and Signature say. Raises: UnreadableSignatureError."""
    told = _INPUT.fullmatch(request.headers.get("signature-input", ""))
    made = _SIGNATURE.fullmatch(request.headers.get("signature", ""))
    if told is None or made is None or told["label"] != made[1]:
        raise UnreadableSignatureError("form")
    names = [name.strip('"') for name in told["names"].split(" ")]
    params = _params(told["rest"])
    if len(set(names)) != len(names) or not {"created", "keyid"} <= params.keys():
        raise UnreadableSignatureError("components")
    return Signed(
        base=_base(request, names, told["params"]),
        signature=_decoded(made[2]),
        covered=frozenset(names),
        kid=params["keyid"],
        created=int(params["created"]),
        expires=int(params["expires"]) if "expires" in params else None,
        nonce=params.get("nonce", ""),
        algorithm=params.get("alg", ""),
    )


def is_digest_of(header: str, body: bytes) -> bool:
    """Whether Content-Digest names this body; each digest of a known kind has to fit, and one is needed."""
    members = [_DIGEST.fullmatch(member.strip(" \t")) for member in header.split(",")]
    if None in members:
        return False
    known = [(member[1], member[2]) for member in members if member and member[1] in _DIGESTS]
    return bool(known) and all(_fits(kind, text, body) for kind, text in known)


def _fits(kind: str, text: str, body: bytes) -> bool:
    return hmac.compare_digest(base64.b64encode(_DIGESTS[kind](body).digest()).decode(), text)


def _params(text: str) -> Mapping[str, str]:
    found = _PARAM.findall(text)
    params = {name: value.strip('"') for name, value in found}
    if len(params) != len(found):
        raise UnreadableSignatureError("a parameter twice")
    return params


def _base(request: Request, names: Sequence[str], params: str) -> bytes:
    lines = [f'"{name}": {request.component(name)}' for name in names]
    text = "\n".join([*lines, f'"@signature-params": {params}'])
    if not text.isascii() or text.count("\n") != len(names):
        raise UnreadableSignatureError("text")
    return text.encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise UnreadableSignatureError("base64") from error
