"""All that notifications can do."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from services.notifications.domain.channel import Channel
from services.notifications.domain.pace import MASSES_A_SECOND
from services.notifications.usecases.delivery.answer_unknown import AnswerUnknown, ShowUnknown
from services.notifications.usecases.delivery.cancel_held import CancelHeld
from services.notifications.usecases.delivery.claim import ClaimDue
from services.notifications.usecases.delivery.declare_restore import DeclareRestore
from services.notifications.usecases.delivery.give_back import GiveBack
from services.notifications.usecases.delivery.keep_end import KeepEnd
from services.notifications.usecases.delivery.keep_pushes import KeepPushes
from services.notifications.usecases.delivery.leave_unknown import LeaveUnknown
from services.notifications.usecases.delivery.pass_on import PassOn
from services.notifications.usecases.delivery.ports import Attempts, Flights, Lives, Prompt, Restores, Tally, Unanswered
from services.notifications.usecases.delivery.promote import PromoteWaiting
from services.notifications.usecases.delivery.send import SendLeased
from services.notifications.usecases.delivery.send_fresh import SendFresh
from services.notifications.usecases.delivery.tell import TellDeliveries
from services.notifications.usecases.delivery.tell_end import TellEnd
from services.notifications.usecases.endpoint import EndpointUseCases, endpoint_use_cases
from services.notifications.usecases.endpoint.ports import EndpointPorts
from services.notifications.usecases.endpoint.show import ShowEndpoints
from services.notifications.usecases.event.address import AddressPeople, FindReaders
from services.notifications.usecases.event.announce_job import AnnounceJob
from services.notifications.usecases.event.complete import CompleteEvents
from services.notifications.usecases.event.deliver import Deliver
from services.notifications.usecases.event.dispatch import Dispatch
from services.notifications.usecases.event.fan_out import FanOutMessages
from services.notifications.usecases.event.gather_digests import GatherDigests
from services.notifications.usecases.event.route import RouteEvent
from services.notifications.usecases.event.settle import SettlePlan
from services.notifications.usecases.event.tell_contact import TellContact
from services.notifications.usecases.event.tell_rooms import TellRooms
from services.notifications.usecases.event.write import WriteLetters
from services.notifications.usecases.ports import (
    Deliveries,
    Events,
    Feed,
    Outbound,
    Receivers,
    Recipients,
    Register,
    Secret,
    Tickets,
)
from services.notifications.usecases.preference.choose import Choose, SetPolicy
from services.notifications.usecases.preference.explain import Explain
from services.notifications.usecases.queries import Queries
from services.notifications.usecases.recipient.bounce import TakeBounce
from services.notifications.usecases.recipient.mark_read import MarkRead
from services.notifications.usecases.recipient.ports import (
    Chosen,
    Codes,
    FanOuts,
    Mailboxes,
    Names,
    Paths,
    Post,
    Postponements,
    Readers,
    Safe,
    Texts,
)
from services.notifications.usecases.recipient.set_contact import SetContact
from services.notifications.usecases.recipient.unsubscribe import Unsubscribe
from services.notifications.usecases.recipient.verify_contact import VerifyContact
from services.notifications.usecases.recipient.visit import NoteVisit
from services.notifications.usecases.recipient.ways import ByLetter, ByText
from services.notifications.usecases.redrive import RedriveUseCases
from services.notifications.usecases.redrive.ask import AskRedrive
from services.notifications.usecases.redrive.find import FindPast
from services.notifications.usecases.redrive.ports import Redrives
from services.notifications.usecases.redrive.show import ShowRedrives
from services.notifications.usecases.redrive.step import StepRedrives
from services.notifications.usecases.ticket.issue import IssueTicket
from services.notifications.usecases.ticket.redeem import RedeemTicket
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class EventUseCases:
    """What is done with an event."""

    route: RouteEvent
    complete: CompleteEvents
    fan_out: FanOutMessages
    announce_job: AnnounceJob
    gather_digests: GatherDigests


@dataclass(frozen=True, slots=True)
class DeliveryUseCases:
    """What a sender does, what is told of it, and what an operator answers."""

    claim: ClaimDue
    send: SendLeased
    give_back: GiveBack
    promote: PromoteWaiting
    pass_on: PassOn
    leave_unknown: LeaveUnknown
    answer_unknown: AnswerUnknown
    show_unknown: ShowUnknown
    declare_restore: DeclareRestore
    tell: TellDeliveries


@dataclass(frozen=True, slots=True)
class RecipientUseCases:
    """What a reader does, and what becomes of the reader's address and telephone."""

    visit: NoteVisit
    mark_read: MarkRead
    set_contact: SetContact
    verify_contact: VerifyContact
    set_telephone: SetContact
    verify_telephone: VerifyContact
    unsubscribe: Unsubscribe
    bounce: TakeBounce


@dataclass(frozen=True, slots=True)
class PreferenceUseCases:
    """Who is told by which way, and why."""

    choose: Choose
    set_policy: SetPolicy
    explain: Explain


@dataclass(frozen=True, slots=True)
class TicketUseCases:
    """How a browser opens a live stream."""

    issue: IssueTicket
    redeem: RedeemTicket


@dataclass(frozen=True, slots=True)
class UseCases:
    """The table of contents."""

    event: EventUseCases
    delivery: DeliveryUseCases
    recipient: RecipientUseCases
    preference: PreferenceUseCases
    ticket: TicketUseCases
    endpoint: EndpointUseCases
    redrive: RedriveUseCases
    queries: Queries


@dataclass(frozen=True, slots=True)
class Ports:
    """What all of them need.

    `rooms` are the audience keys that have a chat room, `prompt` the channels that need no lease before a try. `wake`
    tells the sender of this process that something is due; `luck` is from 0 to 1. `short_ways` are those to telephones
    that are open, in the order in which they follow one another; `lives` the logs that begin anew after a restore.
    """

    events: Events
    deliveries: Deliveries
    unanswered: Unanswered
    restores: Restores
    lives: Sequence[Lives]
    attempts: Attempts
    tally: Tally
    receivers: Receivers
    channels: Mapping[Channel, Outbound]
    rooms: Collection[str]
    prompt: Mapping[Channel, Prompt]
    flights: Flights
    redrives: Redrives
    feed: Feed
    register: Register
    recipients: Recipients
    mailboxes: Mailboxes
    telephones: Mailboxes
    codes: Codes
    readers: Readers
    short_ways: Sequence[Channel]
    postponements: Postponements
    fan_outs: FanOuts
    safe: Safe
    post: Post
    texts: Texts
    tickets: Tickets
    clients: EndpointPorts
    secret: Secret
    wake: Callable[[], None]
    luck: Callable[[], float]
    clock: Clock
    chosen: Chosen
    paths: Paths
    names: Names


def build_use_cases(
    ports: Ports, *, sweep_after_seconds: float = 60.0, masses_a_second: int = MASSES_A_SECOND
) -> UseCases:
    """Every use case with its ports."""
    ways = (*ports.short_ways, *((Channel.EMAIL,) if ports.post.is_on else ()))
    find = FindReaders(ports.readers, ways, ports.chosen, ports.paths, ports.clock)
    settle = SettlePlan(ports.events, AddressPeople(find), ports.names)
    cancel = CancelHeld(ports.events, ports.deliveries, ports.postponements, ports.clock)
    pushes = KeepPushes(ports.deliveries, ports.restores, ports.clock)
    pass_on = PassOn(pushes, ports.unanswered, cancel, ports.wake, ports.clock)
    tell = TellEnd(ports.events)
    keep_end = KeepEnd(ports.deliveries, ports.attempts, ports.tally, cancel, pass_on, tell, ports.luck, ports.clock)
    send_fresh = SendFresh(ports.prompt, ports.flights, keep_end, ports.secret, ports.clock)
    dispatch = Dispatch(ports.deliveries, send_fresh, ports.wake, ports.clock)
    write = WriteLetters(pushes, ports.postponements, ports.fan_outs, cancel, ports.wake, ports.clock)
    contacts = ports.clients.contacts
    contact = TellContact(ports.receivers, contacts, pushes, ports.post.is_on, ports.wake, ports.clock)
    rooms = TellRooms(pushes, ports.rooms, cancel, ports.wake, ports.clock)
    deliver = Deliver(ports.events, settle, ports.feed, ports.register, dispatch, (write, contact, rooms))
    return UseCases(
        event=EventUseCases(
            route=RouteEvent(ports.events, ports.receivers, settle, dispatch.look, deliver, ports.clock),
            complete=CompleteEvents(ports.events, deliver, ports.clock, sweep_after_seconds),
            fan_out=FanOutMessages(ports.fan_outs, ports.events, find, write, masses_a_second, ports.clock),
            announce_job=AnnounceJob(ports.events, ports.clients.endpoints, deliver, ports.clock),
            gather_digests=GatherDigests(ports.events, pushes, ports.postponements, ports.wake, ports.clock),
        ),
        delivery=_delivery(ports, keep_end, cancel, pass_on),
        recipient=_recipient(ports),
        preference=PreferenceUseCases(
            Choose(ports.chosen), SetPolicy(ports.chosen, ports.paths), Explain(ports.chosen, ports.paths)
        ),
        ticket=TicketUseCases(
            IssueTicket(ports.tickets, ports.secret, ports.clock), RedeemTicket(ports.tickets, ports.clock)
        ),
        endpoint=endpoint_use_cases(ports.clients, ports.clock),
        redrive=_redrive(ports),
        queries=_queries(ports),
    )


def _delivery(ports: Ports, keep_end: KeepEnd, cancel: CancelHeld, pass_on: PassOn) -> DeliveryUseCases:
    deliveries, unanswered, clock = ports.deliveries, ports.unanswered, ports.clock
    return DeliveryUseCases(
        claim=ClaimDue(deliveries, ports.secret, clock),
        send=SendLeased(deliveries, ports.events, ports.channels, keep_end, cancel, clock),
        give_back=GiveBack(deliveries, clock),
        promote=PromoteWaiting(deliveries, clock),
        pass_on=pass_on,
        leave_unknown=LeaveUnknown(deliveries, unanswered, clock),
        answer_unknown=AnswerUnknown(deliveries, ports.events, unanswered, cancel, ports.wake, clock),
        declare_restore=DeclareRestore(ports.restores, unanswered, ports.lives, clock),
        show_unknown=ShowUnknown(unanswered),
        tell=TellDeliveries(deliveries, ports.attempts, ports.events, ShowEndpoints(ports.clients, clock)),
    )


def _queries(ports: Ports) -> Queries:
    return Queries(
        ports.events,
        ports.feed,
        ports.register,
        ports.recipients,
        ports.mailboxes,
        ports.telephones,
        ports.safe,
        ports.names,
    )


def _recipient(ports: Ports) -> RecipientUseCases:
    visit = NoteVisit(ports.recipients, ports.clock)
    return RecipientUseCases(
        visit=visit,
        mark_read=MarkRead(ports.recipients, ports.feed),
        set_contact=SetContact(ports.mailboxes, ports.codes, ports.safe, ByLetter(ports.post), visit, ports.clock),
        verify_contact=VerifyContact(ports.mailboxes, ports.safe, ports.clock),
        set_telephone=SetContact(ports.telephones, ports.codes, ports.safe, ByText(ports.texts), visit, ports.clock),
        verify_telephone=VerifyContact(ports.telephones, ports.safe, ports.clock),
        unsubscribe=Unsubscribe(ports.mailboxes, ports.safe),
        bounce=TakeBounce(ports.deliveries, ports.mailboxes, ports.receivers, ports.clients.contacts),
    )


def _redrive(ports: Ports) -> RedriveUseCases:
    find = FindPast(ports.deliveries, ports.events, ports.clock)
    return RedriveUseCases(
        ask=AskRedrive(ports.redrives, ports.clients.endpoints, find, ports.clock),
        step=StepRedrives(ports.redrives, ports.receivers, find, ports.deliveries, ports.wake, ports.clock),
        show=ShowRedrives(ports.redrives, ShowEndpoints(ports.clients, ports.clock), find),
    )
