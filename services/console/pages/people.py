"""Whom a form can name: those whom the person seeks, and those who are named in it already."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from services.console.usecases.ports import OwnerDownError, OwnerRefusedError, Owners, SignIn
from shared.kernel.policy import POLICY

MOST_FOUND: Final = 200
_LONGEST_SOUGHT: Final = 100
_REF: Final = re.compile(r"[A-Z0-9][A-Za-z0-9.-]{0,39}")

People = list[Mapping[str, Any]]


def sought_in(text: str) -> str:
    """What somebody typed to find a person, as the owner takes it."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_SOUGHT]


async def found(owners: Owners, who: SignIn, sought: str) -> People:
    """The first 200 people and teams whose name or code holds what is sought, first the one whose code it is.

    Raises: OwnerRefusedError, OwnerDownError.
    """
    query = {"limit": str(MOST_FOUND), "q": sought} if sought else {"limit": str(MOST_FOUND)}
    answer = await owners.ask(who, "nominations/subjects", **query)
    return list(answer) if isinstance(answer, list) else []


async def with_named(owners: Owners, who: SignIn, listed: People, refs: Iterable[str]) -> People:
    """The list, and after it everybody of these codes who is not in it. Raises: OwnerRefusedError, OwnerDownError."""
    known = {str(one["ref"]) for one in listed}
    missing: Sequence[str] = sorted({ref for ref in refs if _REF.fullmatch(ref)} - known)
    answers = await asyncio.gather(*(found(owners, who, ref) for ref in missing))
    named = [one for ref, answer in zip(missing, answers, strict=True) for one in answer if one["ref"] == ref]
    return [*listed, *named]


async def names_of(owners: Owners, who: SignIn, refs: Iterable[str]) -> Mapping[str, str]:
    """The names of people and teams by code, as far as their owner tells them to this reader now."""
    if not who.actor.places(POLICY["subject.read"]):
        return {}
    try:
        named = await with_named(owners, who, [], refs)
    except (OwnerDownError, OwnerRefusedError):
        return {}
    return {str(one["ref"]): str(one["name_vi"]) for one in named}
