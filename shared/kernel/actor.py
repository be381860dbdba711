"""Who acts: a verified person or program with the roles that person holds."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role that a person holds for a unit and all below it, in a council, or for a cluster of units."""

    PROPOSER = "proposer"
    UNIT_HEAD = "unit_head"
    PEER = "peer"
    CITIZEN = "citizen"
    OPINION_BODY = "opinion_body"
    EMULATION_OFFICER = "emulation_officer"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_CHAIR = "council_chair"
    GRANTOR = "grantor"
    SUPERVISOR = "supervisor"
    MOVEMENT_OWNER = "movement_owner"
    CLUSTER_LEAD = "cluster_lead"
    RECIPIENT = "recipient"
    INTEGRATOR = "integrator"
    OPS = "ops"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one place: `at` is the id of a unit, a council or a cluster."""

    role: Role
    at: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A verified actor. `ref` is opaque: a person's id, or `sys:<service>` for a service acting by itself."""

    ref: str
    grants: tuple[Grant, ...] = ()

    @property
    def is_system(self) -> bool:
        """Whether a service acts by itself, on an event or a schedule."""
        return self.ref.startswith("sys:")

    def places(self, roles: Collection[Role]) -> frozenset[str]:
        """The units and councils where this actor holds one of the roles."""
        return frozenset(grant.at for grant in self.grants if grant.role in roles)

    def holds(self, role: Role, path: Collection[str]) -> bool:
        """Whether the role is held at one of the places on the path."""
        return any(grant.role is role and grant.at in path for grant in self.grants)


def system(service: str) -> Actor:
    """The actor of a service that acts by itself."""
    return Actor(ref=f"sys:{service}")
