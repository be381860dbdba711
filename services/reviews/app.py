"""How reviews is put together."""

import secrets
from functools import partial

from services.reviews.adapters.hearing import KafkaHearing
from services.reviews.adapters.mongo.aggregates import (
    MongoAwards,
    MongoCases,
    MongoCouncils,
    MongoDecisions,
    MongoDelegations,
    MongoFindings,
    MongoNumbers,
    MongoOpinions,
)
from services.reviews.adapters.mongo.answers import MongoAnswers, answers_model
from services.reviews.adapters.mongo.bulletins import MongoBulletins
from services.reviews.adapters.mongo.complaints import MongoComplaints
from services.reviews.adapters.mongo.consultations import MongoConsultations
from services.reviews.adapters.mongo.deeds import MongoDeeds
from services.reviews.adapters.mongo.figures import MongoFigures, figures_model
from services.reviews.adapters.mongo.formalities import MongoFormalities, formalities_model
from services.reviews.adapters.mongo.indexes import INDEXES
from services.reviews.adapters.mongo.readings import MongoReadings
from services.reviews.adapters.mongo.sessions import MongoSessions
from services.reviews.adapters.mongo.staff import MongoStaff, staff_model
from services.reviews.api.routes import build_api
from services.reviews.schedule import Heard, build_schedule
from services.reviews.settings import Settings
from services.reviews.subscribers import answers, build_subscribers, figures, files, formalities, staff
from services.reviews.usecases import all_use_cases
from services.reviews.usecases.homes import Homes
from services.reviews.usecases.ports import Safe, Units
from shared.kernel.clock import Clock, local_day, now_utc
from shared.runtime.law.loading import concerns, load_rulepacks
from shared.runtime.operating.doors import with_operators
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, doors; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("reviews"), clock=clock)
    units = UnitsView(store, "reviews", clock)
    packs = load_rulepacks(settings.data_dir)
    use_cases = all_use_cases(
        homes(store, units, settings.vault),
        packs=packs,
        new_ballot_id=partial(secrets.token_hex, 16),
        clock=clock,
    )
    judged = (figures(use_cases), formalities(use_cases), staff(use_cases))
    heard = Heard(
        KafkaHearing(settings, store, judged).is_behind, KafkaHearing(settings, store, files(use_cases)).is_behind
    )
    service = Service(
        name="reviews",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=build_api(use_cases, clock),
        groups=[*build_subscribers(use_cases), units.group],
        jobs=build_schedule(use_cases, heard, clock),
        read_models=(
            figures_model(figures(use_cases)),
            answers_model(answers(use_cases)),
            formalities_model(formalities(use_cases)),
            staff_model(staff(use_cases)),
            units.read_model,
        ),
        stand_in=units.stand_in,
        concerns=lambda: concerns(packs, local_day(clock())),
    )
    return with_operators(service)


def homes(store: MongoStore, units: Units, safe: Safe) -> Homes:
    """Where everything is kept, in one store."""
    return Homes(
        cases=MongoCases(store),
        councils=MongoCouncils(store),
        sessions=MongoSessions(store),
        decisions=MongoDecisions(store),
        deeds=MongoDeeds(store),
        awards=MongoAwards(store),
        delegations=MongoDelegations(store),
        findings=MongoFindings(store),
        complaints=MongoComplaints(store),
        opinions=MongoOpinions(store),
        consultations=MongoConsultations(store),
        figures=MongoFigures(store),
        answers=MongoAnswers(store),
        formalities=MongoFormalities(store),
        staff=MongoStaff(store, units),
        bulletins=MongoBulletins(store),
        readings=MongoReadings(store),
        numbers=MongoNumbers(store),
        units=units,
        safe=safe,
    )
