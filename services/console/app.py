"""How the console is put together."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.applications import Starlette

from services.console.adapters.issuer import OidcIssuer
from services.console.adapters.live import WallSource
from services.console.adapters.mongo.drafts import MongoDrafts
from services.console.adapters.mongo.indexes import INDEXES
from services.console.adapters.mongo.read_model import views
from services.console.adapters.mongo.sign_ins import MongoSignIns
from services.console.adapters.mongo.views import MongoCases, MongoCouncils, MongoDecisions, MongoMeetings, MongoUnits
from services.console.adapters.mongo.wall import MongoWall
from services.console.adapters.owners import HttpOwners
from services.console.adapters.set_aside import ServicesSetAside
from services.console.pages.awards import AwardPages
from services.console.pages.case import CasePage
from services.console.pages.clients import ClientPages
from services.console.pages.complaints import ComplaintPages
from services.console.pages.consultations import ConsultationPages
from services.console.pages.decisions import DecisionPages
from services.console.pages.deeds import DeedPages
from services.console.pages.delegations import DelegationPages
from services.console.pages.endpoint_access import EndpointAccessPage
from services.console.pages.endpoints import EndpointPages
from services.console.pages.errors import closed, install_errors
from services.console.pages.exemplars import ExemplarPages
from services.console.pages.findings import FindingPages
from services.console.pages.frame import Frame
from services.console.pages.meeting import MeetingPages
from services.console.pages.minutes import MinutesPage
from services.console.pages.my_work import MyWorkPage
from services.console.pages.names import Names
from services.console.pages.nominate import NominatePages
from services.console.pages.notices import NoticesPage
from services.console.pages.operations import OperationsPage
from services.console.pages.opinions import OpinionPages
from services.console.pages.passing import Passing
from services.console.pages.payments import PaymentPages
from services.console.pages.preferences import PreferencePages
from services.console.pages.sent import SentPages
from services.console.pages.sign_in import SignInPages
from services.console.pages.static import StaticFiles
from services.console.pages.steering import SteeringPages
from services.console.pages.submissions import SubmissionPages
from services.console.pages.suggestions import SuggestionPages
from services.console.pages.unit_codes import UnitCodePages
from services.console.pages.unit_policy import UnitPolicyPages
from services.console.pages.units import UnitPages
from services.console.pages.unknowns import UnknownPages
from services.console.pages.visit import Gate
from services.console.pages.vote import VotePage
from services.console.pages.wall import WallPage
from services.console.settings import Settings
from services.console.subscribers import build_subscribers
from services.console.usecases import Ports, UseCases, build_use_cases
from shared.kernel.clock import Clock, local_day, now_utc
from shared.runtime.law.loading import concerns, load_rulepacks
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView
from shared.runtime.web.auth import IssuerKeys, Tokens, over_http
from shared.runtime.web.live import LiveStream


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, pages; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("console"), clock=clock)
    units = UnitsView(store, "console", clock)
    tokens = Tokens(settings.issuer, "console", IssuerKeys(over_http(settings.jwks_url)), clock)
    owners = HttpOwners(settings.owner_urls)
    wall = MongoWall(store, secret)
    ports = _ports(store, clock, wall, units, owners)
    packs = load_rulepacks(settings.data_dir)
    frame = Frame(packs, clock, "{0.scheme}://{0.netloc}".format(urlsplit(settings.issuer)))
    source = WallSource(wall, ports.units, frame.card)
    stream = LiveStream(source, name="guong", poll_seconds=settings.live_poll_seconds)
    use_cases = build_use_cases(ports, stream.wake)
    sign_ins = MongoSignIns(store)
    gate = Gate(sign_ins, clock, settings.own_address, units.stand_in)
    back = f"{settings.own_address}/dang-nhap/tro-ve"
    issuer = OidcIssuer(settings.issuer, settings.client_id, back, tokens, clock)
    session = timedelta(hours=settings.session_hours)
    groups = build_subscribers(use_cases)
    app = _pages(gate, frame, ports, use_cases, stream)
    app.router.routes += SignInPages(gate, frame, issuer, sign_ins, clock, secret, session).routes()
    app.router.routes += OperationsPage(gate, frame, ServicesSetAside(owners, lambda: service)).routes()
    service = Service(
        name="console",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        app=app,
        closed=closed(frame),
        groups=[*groups, units.group],
        read_models=[*(views(group) for group in groups), units.read_model],
        parts=(wall, stream),
        closing=(owners.close,),
        tokens=tokens,
        concerns=lambda: concerns(packs, local_day(clock())),
    )
    return service


def secret() -> str:
    """43 letters of the machine's secret randomness."""
    return secrets.token_urlsafe(32)


def _ports(store: MongoStore, clock: Clock, wall: MongoWall, units: UnitsView, owners: HttpOwners) -> Ports:
    return Ports(
        cases=MongoCases(store),
        meetings=MongoMeetings(store),
        decisions=MongoDecisions(store),
        councils=MongoCouncils(store),
        units=MongoUnits(store),
        lineage=units,
        wall=wall,
        drafts=MongoDrafts(store, clock),
        owners=owners,
    )


def _pages(gate: Gate, frame: Frame, ports: Ports, use_cases: UseCases, stream: LiveStream) -> Starlette:
    owners, queries, names = ports.owners, use_cases.queries, Names(ports.owners)
    passing = Passing(gate, frame, owners, ports.units)
    app = Starlette(
        routes=[
            *WallPage(gate, frame, queries, stream).routes(),
            *MyWorkPage(gate, frame, queries, ports.drafts, names).routes(),
            *NominatePages(gate, frame, owners, ports.drafts, ports.units, use_cases.send_nomination).routes(),
            *CasePage(gate, frame, queries, owners, names).routes(),
            *MeetingPages(gate, frame, queries, owners, names).routes(),
            *MinutesPage(passing).routes(),
            *VotePage(gate, frame, queries, owners, names).routes(),
            *DecisionPages(gate, frame, queries, owners, names).routes(),
            *DelegationPages(passing).routes(),
            *OpinionPages(passing, queries).routes(),
            *ConsultationPages(passing, queries).routes(),
            *DeedPages(passing).routes(),
            *SubmissionPages(passing, names).routes(),
            *SuggestionPages(passing, queries).routes(),
            *ExemplarPages(passing, ports.drafts).routes(),
            *FindingPages(passing).routes(),
            *AwardPages(passing, ports.wall).routes(),
            *PaymentPages(passing).routes(),
            *SteeringPages(passing).routes(),
            *UnitPages(passing).routes(),
            *UnitCodePages(passing).routes(),
            *UnitPolicyPages(passing).routes(),
            *ComplaintPages(passing).routes(),
            *ClientPages(passing).routes(),
            *EndpointPages(passing).routes(),
            *EndpointAccessPage(passing).routes(),
            *SentPages(passing).routes(),
            *PreferencePages(passing).routes(),
            *UnknownPages(passing).routes(),
            *NoticesPage(gate, frame, owners, names).routes(),
            *StaticFiles(gate, frame).routes(),
        ]
    )
    install_errors(app, frame, gate.session)
    return app
