"""What every act shares: its key, its files, and what it waits for afterwards."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from services.console.pages.fault import Fault
from services.console.pages.numbers import number_of
from services.console.pages.visit import Visit
from services.console.usecases.ports import Owners
from services.console.usecases.send_nomination import step_key

_SEEN: Final = "ban-da-xem"
_AWAITED: Final = re.compile(r"([a-z]+)\.(\d{1,9})")


def new_key() -> str:
    """The key of a form that is being drawn: double click, back button and retry are one command."""
    return str(uuid4())


def key_of(visit: Visit) -> str:
    """The key that stands in the form; a form without one is a new command."""
    key = visit.form.get("khoa", "")
    return str(UUID(key)) if is_uuid(key) else new_key()


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def uuid_of(visit: Visit, name: str) -> UUID:
    """A part of the address as a UUID. Raises: HTTPException (404)."""
    if not is_uuid(visit.param(name)):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return UUID(visit.param(name))


def done(path: str, source: str, answer: Mapping[str, Any]) -> Response:
    """Go to the page that shows what was done; it waits until it has seen the owner's number."""
    return RedirectResponse(f"{path}?cho={source}.{int(answer.get('seq', 0))}", HTTPStatus.SEE_OTHER)


def version_drawn(visit: Visit, told: Mapping[str, Any] | None, fault: Fault | None) -> str:
    """The version that a form carries: of what is shown; after a fault that of before, unless the thing has changed.

    Whoever was told of the change sees what stands now, and goes on from there.
    """
    kept = visit.form.get(_SEEN, "")
    is_kept = kept and fault is not None and fault.status != HTTPStatus.PRECONDITION_FAILED
    return kept if told is None or is_kept else str(told["version"])


def version_seen(visit: Visit, told: Mapping[str, Any]) -> int:
    """The version that the person saw when the form was drawn; for a form that carries none, the one just read."""
    seen = version_carried(visit)
    return int(told["version"]) if seen is None else seen


def version_carried(visit: Visit, what: str = "") -> int | None:
    """The version that the form was drawn with: of its thing, or of `what` among several; None when it carries none."""
    return number_of(visit.form.get(f"{_SEEN}-{what}" if what else _SEEN, ""))


def awaited(visit: Visit) -> tuple[str, int] | None:
    """What the page waits for, from its address."""
    found = _AWAITED.fullmatch(visit.query("cho"))
    return (found[1], int(found[2])) if found else None


async def stored(owners: Owners, visit: Visit, field: str, key: str) -> list[dict[str, str]]:
    """Store the files of a field with their owner. Raises: OwnerRefusedError, OwnerDownError."""
    return [await _stored(owners, visit, file, key) for file in visit.files.get(field, []) if file.filename]


async def _stored(owners: Owners, visit: Visit, file: UploadFile, key: str) -> dict[str, str]:
    name = _plain(file.filename or "")
    answer = await owners.store(visit.who, name, "document", file, step_key(key, "evidence", {"name": name}))
    return parts_of(answer)


async def fetched(owners: Owners, visit: Visit, items: Iterable[Mapping[str, Any]], path: str) -> Response:
    """One of these files as its owner sends it. Raises: HTTPException (404), OwnerRefusedError, OwnerDownError."""
    name = next((str(item["name"]) for item in items if item["sha256"] == visit.param("sha256")), None)
    if name is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return Response(await owners.fetch(visit.who, path), media_type="application/octet-stream", headers=headers)


def parts_of(item: Mapping[str, Any]) -> dict[str, str]:
    """A file of evidence as it is named to its owner."""
    return {name: str(item[name]) for name in ("sha256", "name", "kind")}


def _plain(name: str) -> str:
    """A file name without path and control characters."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-200:] or "tep"
