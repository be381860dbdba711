"""What the forms of systems say: units, the public half of a key, and what to mend."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from services.console.pages.passing import Json, missing
from services.console.pages.visit import Visit

_REF: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
_KID: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")
_BETWEEN: Final = re.compile(r"[\s,;]+")
_PUBLIC: Final = ("kty", "crv", "x", "y")
"""The members of a public key of Ed25519 or P-256; what else a file of keys says beside them is for others."""

_SECRET: Final = frozenset({"d", "k", "p", "q", "dp", "dq", "qi"})
_NEEDED: Final = {"ten": "Nhập tên hệ thống.", "don-vi": "Nhập mã ít nhất một đơn vị."}
_PLAIN_VI: Final = "Chỉ dùng chữ không dấu, số, dấu chấm, gạch nối{}."
_NO_SCOPE: Final = "Chọn ít nhất một quyền."
_NO_KEY: Final = 'Dán khóa công khai dạng JWK, ví dụ {"kty": "OKP", "crv": "Ed25519", "x": "…"}.'
_LEAKED: Final = "Đây là khóa bí mật: không được rời khỏi bên gửi. Bên gửi tạo khóa khác, chỉ đưa phần công khai."


def asked_for(form: Mapping[str, str], scopes: list[str], ref: str) -> dict[str, Any]:
    """What a system is called and may do, as the owner wants it."""
    return {
        "ref": ref,
        "name_vi": form["ten"],
        "scopes": scopes,
        "units": _codes(form.get("don-vi", "")),
        "is_mirrored": bool(form.get("ban-sao")),
        "hears_in_full": bool(form.get("day-du")),
    }


def key_in(form: Mapping[str, str]) -> Json:
    """The key that proves it. Asked for only where `key_faults` found nothing."""
    return {"kid": form["ma-khoa"], "jwk": _jwk(form["khoa-jwk"])}


def faults_in(visit: Visit) -> dict[str, str]:
    """What to mend in what a system is called and may do, by field."""
    faults = missing(visit.form, _NEEDED)
    return faults if visit.lists.get("quyen") else faults | {"quyen": _NO_SCOPE}


def ref_faults(form: Mapping[str, str]) -> dict[str, str]:
    """What to mend in the name that a new system is to have for ever."""
    return (
        {} if _REF.fullmatch(form.get("ma", "")) else {"ma": f"Nhập mã hệ thống, ví dụ HT-HP. {_PLAIN_VI.format('')}"}
    )


def key_faults(form: Mapping[str, str]) -> dict[str, str]:
    """What to mend in a key, by field; whether it can be used is the owner's to say."""
    faults = (
        {}
        if _KID.fullmatch(form.get("ma-khoa", ""))
        else {"ma-khoa": f"Nhập mã khóa (kid). {_PLAIN_VI.format(', gạch dưới')}"}
    )
    read = _read(form.get("khoa-jwk", ""))
    if read is not None and not _SECRET.isdisjoint(read):
        return faults | {"khoa-jwk": _LEAKED}
    return faults if _jwk(form.get("khoa-jwk", "")) else faults | {"khoa-jwk": _NO_KEY}


def _codes(typed: str) -> list[str]:
    return list(dict.fromkeys(code for code in _BETWEEN.split(typed) if code))


def _read(typed: str) -> Json | None:
    """A JSON object, or nothing."""
    try:
        found = json.loads(typed)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _jwk(typed: str) -> Json:
    """The public members of a key; empty for what is no key."""
    found = _read(typed) or {}
    members = {name: found[name] for name in _PUBLIC if name in found}
    return members if "kty" in members and all(isinstance(one, str) for one in members.values()) else {}
