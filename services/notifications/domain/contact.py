"""Who looks after the endpoints of a client, by that client's word: an address that belongs to no account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.notifications.domain.endpoint import Endpoint
from shared.kernel.ids import id_from


class ContactState(StrEnum):
    """How far an address may be written to. An unproven one gets one letter, ever."""

    NONE = "none"
    UNPROVEN = "unproven"
    PROVEN = "proven"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Contact:
    """One address as one client named it, for all of that client's endpoints.

    `first` is the event whose letter asks whoever reads it to confirm: until then no other letter goes there. The
    address itself stands with the endpoints, sealed.
    """

    id: UUID
    first: UUID
    proven_at: datetime | None = None
    is_dead: bool = False

    def takes(self, event_id: UUID) -> bool:
        """Whether the letter of an event may go there."""
        return not self.is_dead and (self.proven_at is not None or event_id == self.first)

    @property
    def state(self) -> ContactState:
        """In a word."""
        if self.is_dead:
            return ContactState.DEAD
        return ContactState.UNPROVEN if self.proven_at is None else ContactState.PROVEN


def contact_id(endpoint: Endpoint) -> UUID | None:
    """The id of who looks after an endpoint; None when nobody was named.

    Of an address that bears no mark nobody can tell whether it is another endpoint's as well: it is proven for its own.
    """
    if not endpoint.contact_sealed:
        return None
    return id_from("contact", endpoint.client_ref, endpoint.contact_mark or str(endpoint.id))


def state_of(endpoint: Endpoint, known: Mapping[UUID, Contact]) -> ContactState:
    """How far the contact of an endpoint may be written to; one that was never written to is unproven."""
    named = contact_id(endpoint)
    if named is None:
        return ContactState.NONE
    return known[named].state if named in known else ContactState.UNPROVEN
