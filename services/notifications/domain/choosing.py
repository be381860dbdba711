"""For whom a message of an event is: audience keys chosen from what is known of the event."""

from collections.abc import Callable, Mapping
from typing import Any

from services.notifications.domain.audience import person, role_at, roles_on
from shared.kernel.actor import Role

Facts = Mapping[str, Any]
"""An event's fields by name, completed by what is known of its file."""

Chosen = Callable[[Facts], tuple[str, ...]]
"""Chooses audience keys from facts."""


def someone(field: str) -> Chosen:
    """Whom a field names."""

    def choose(facts: Facts) -> tuple[str, ...]:
        ref = facts.get(field)
        return (person(ref),) if ref else ()

    return choose


def each(field: str) -> Chosen:
    """All whom a field names."""
    return lambda facts: tuple(person(ref) for ref in facts.get(field, ()))


def along(role: Role, path: str) -> Chosen:
    """Who holds a role at one of the units of a path."""
    return lambda facts: roles_on(role, facts.get(path, ()))


def at(role: Role, place: str) -> Chosen:
    """Who holds a role at the unit or council that a field names."""
    return lambda facts: (role_at(role, facts[place]),) if facts.get(place) else ()


def reviewing(role: Role) -> Chosen:
    """Those where the file is reviewed now: below its grantor, or before it."""
    return lambda facts: roles_on(role, facts.get("office_path") or facts.get("grantor_path", ()))


def refuser(facts: Facts) -> tuple[str, ...]:
    """Who may refuse it where it is reviewed now."""
    office = facts.get("office_path") or (facts["grantor_unit_id"],)
    return (role_at(Role.GRANTOR, office[-1]),)


PROPOSER = someone("proposer_ref")
ENDORSER = someone("endorser_ref")
RECIPIENT = someone("subject_ref")
GAINERS = each("gain_refs")
HEADS = along(Role.UNIT_HEAD, "unit_path")
OFFICERS = along(Role.EMULATION_OFFICER, "unit_path")
APPRAISERS = reviewing(Role.EMULATION_OFFICER)
SECRETARIES = reviewing(Role.COUNCIL_SECRETARY)
SUPERVISORS = along(Role.SUPERVISOR, "unit_path")
COMPLAINT_SIDE = (SUPERVISORS, along(Role.SUPERVISOR, "grantor_path"))
OWNER = someone("owner_ref")
BODY = at(Role.OPINION_BODY, "body_id")
PREPARERS = at(Role.EMULATION_OFFICER, "grantor_unit_id")
GRANTOR = at(Role.GRANTOR, "grantor_unit_id")
SECRETARY = at(Role.COUNCIL_SECRETARY, "council_code")
CHAIR = at(Role.COUNCIL_CHAIR, "council_code")
MEMBERS = at(Role.COUNCIL_MEMBER, "council_code")
INVITED = each("member_refs")
UNIT = tuple(
    at(role, "unit_id") for role in (Role.PEER, Role.PROPOSER, Role.UNIT_HEAD, Role.EMULATION_OFFICER, Role.RECIPIENT)
)
PUBLIC = (*UNIT, at(Role.PEER, "place"), along(Role.CITIZEN, "unit_path"))
"""Who may speak in a consultation: the people of the unit and of the place, and citizens."""

LEVEL_ABOVE = tuple(at(role, "escalate_to") for role in (Role.UNIT_HEAD, Role.EMULATION_OFFICER, Role.GRANTOR))
UNIT_SIDE = (PROPOSER, ENDORSER, HEADS)
TOLD_OF_AWARD = (RECIPIENT, *UNIT_SIDE, *UNIT, PREPARERS)
"""Everybody who was told of an award when it was signed, granted and published."""
