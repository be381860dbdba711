"""How nominations is put together."""

from services.nominations.adapters.mongo.aggregates import MongoDeeds, MongoNominations, MongoSuggestions
from services.nominations.adapters.mongo.award_history import AWARD_HISTORY, MongoAwardHistory
from services.nominations.adapters.mongo.exemplars import MongoExemplars, MongoReports
from services.nominations.adapters.mongo.indexes import INDEXES
from services.nominations.adapters.mongo.law import MongoActivatedPacks
from services.nominations.adapters.mongo.organisation import MongoOrganisation
from services.nominations.adapters.mongo.submissions import MongoSubmissions
from services.nominations.adapters.mongo.views import MongoViews
from services.nominations.api.routes import build_api
from services.nominations.schedule import build_schedule
from services.nominations.settings import Settings
from services.nominations.subscribers import build_subscribers, history
from services.nominations.usecases import Ports, build_use_cases
from shared.kernel.clock import Clock, local_day, now_utc
from shared.runtime.blobs import Blobs
from shared.runtime.law.loading import concerns, load_rulepacks
from shared.runtime.operating.doors import with_operators
from shared.runtime.operating.read_model import ReadModel, as_it_is
from shared.runtime.service import Service
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


def build(settings: Settings, clock: Clock = now_utc) -> Service:
    """Settings, clients, adapters, use cases, doors; nothing runs yet."""
    store = MongoStore(settings.mongodb_url, settings.database("nominations"), clock=clock)
    units = UnitsView(store, "nominations", clock)
    rulepacks = load_rulepacks(settings.data_dir)
    files = Blobs(settings.blobs_dir)
    use_cases = build_use_cases(
        Ports(
            nominations=MongoNominations(store),
            deeds=MongoDeeds(store),
            suggestions=MongoSuggestions(store),
            submissions=MongoSubmissions(store),
            reports=MongoReports(store),
            exemplars=MongoExemplars(store),
            organisation=MongoOrganisation(store),
            awards=MongoAwardHistory(store),
            packs=MongoActivatedPacks(store),
            files=files,
            safe=settings.vault,
            views=MongoViews(store),
            rulepacks=rulepacks,
            clock=clock,
        )
    )
    service = Service(
        name="nominations",
        settings=settings,
        store=store,
        clock=clock,
        indexes=INDEXES,
        api=build_api(use_cases, files),
        groups=[*build_subscribers(use_cases), units.group],
        jobs=build_schedule(use_cases),
        concerns=lambda: concerns(rulepacks, local_day(clock())),
        read_models=(ReadModel(AWARD_HISTORY, history(use_cases), {AWARD_HISTORY: as_it_is}), units.read_model),
        stand_in=units.stand_in,
        gateway=settings.gateway(units.stand_in),
    )
    return with_operators(service)
