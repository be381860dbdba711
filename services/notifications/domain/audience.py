"""Audience keys: for whom a message is meant, and which keys a reader holds."""

from collections.abc import Iterable
from uuid import UUID

from shared.kernel.actor import Actor, Role

EVERYBODY = "all"
_CONTACT = "contact:"


def person(ref: str) -> str:
    """The key of one person, or of a team that reads under one account."""
    return f"person:{ref}"


def is_person(key: str) -> bool:
    """Whether it is the key of one person."""
    return key.startswith(person(""))


def ref_of(key: str) -> str:
    """Whose key the key of a person is."""
    return key.removeprefix(person(""))


def contact_of(endpoint_id: UUID) -> str:
    """The key of whoever looks after an endpoint; it belongs to no account."""
    return f"{_CONTACT}{endpoint_id}"


def endpoint_with_contact(key: str) -> UUID | None:
    """The endpoint of which this key names the contact; None for all other keys."""
    return UUID(key.removeprefix(_CONTACT)) if key.startswith(_CONTACT) else None


def unit(code: str) -> str:
    """The key of a unit, for what it decides for all who read in it and below."""
    return f"unit:{code}"


def role_at(role: Role, place: str) -> str:
    """The key of all who hold a role at a unit or council."""
    return f"role:{role}@{place}"


def roles_on(role: Role, path: Iterable[str]) -> tuple[str, ...]:
    """The keys of all whose role reaches the end of a path: a role holds for its unit and all below it."""
    return tuple(role_at(role, place) for place in path)


def keys_of(reader: Actor) -> frozenset[str]:
    """Every key by which a message reaches this reader."""
    held = {role_at(grant.role, grant.at) for grant in reader.grants}
    return frozenset({EVERYBODY, person(reader.ref), *held})


def reaches(reader: Actor, audience: Iterable[str], hidden_from: Iterable[str] = ()) -> bool:
    """Whether a message is for this reader; `hidden_from` are keys of persons who must not learn of it yet."""
    return person(reader.ref) not in hidden_from and not keys_of(reader).isdisjoint(audience)


def places_of(keys: Iterable[str]) -> tuple[str, ...]:
    """The units and councils at which somebody holds a role by these keys."""
    return tuple(dict.fromkeys(key.partition("@")[2] for key in keys if key.startswith("role:")))


def held_by(ref: str, keys: Iterable[str], *, is_recent: bool) -> frozenset[str]:
    """The keys by which somebody is reached: roles only while the visit that told them is recent."""
    lasting = {EVERYBODY, person(ref)}
    return frozenset(key for key in keys if is_recent or key in lasting)
