"""All that notifications can do."""

from dataclasses import dataclass

from services.notifications.usecases.event.complete import CompleteEvents
from services.notifications.usecases.event.route import RouteEvent
from services.notifications.usecases.queries import Queries
from services.notifications.usecases.recipient.mark_read import MarkRead
from services.notifications.usecases.ticket.issue import IssueTicket
from services.notifications.usecases.ticket.redeem import RedeemTicket


@dataclass(frozen=True, slots=True)
class EventUseCases:
    """What is done with an event."""

    route: RouteEvent
    complete: CompleteEvents


@dataclass(frozen=True, slots=True)
class RecipientUseCases:
    """What a reader does."""

    mark_read: MarkRead


@dataclass(frozen=True, slots=True)
class TicketUseCases:
    """How a browser opens a live stream."""

    issue: IssueTicket
    redeem: RedeemTicket


@dataclass(frozen=True, slots=True)
class UseCases:
    """The table of contents."""

    event: EventUseCases
    recipient: RecipientUseCases
    ticket: TicketUseCases
    queries: Queries
