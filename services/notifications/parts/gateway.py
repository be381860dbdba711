"""How the door for provincial systems is put together."""

from dataclasses import dataclass

from services.notifications.adapters.gateway.owner import HttpNominations
from services.notifications.adapters.gateway.proofs import JoseProofs
from services.notifications.adapters.gateway.vouching import Vouching
from services.notifications.adapters.mongo.gateway import (
    MongoAnswers,
    MongoClients,
    MongoClientTokens,
    MongoNonces,
    MongoUnitCodes,
)
from services.notifications.adapters.mongo.intake import MongoBatches, MongoIntakes
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.settings import Settings
from services.notifications.usecases.gateway.build import GatewayUseCases, build_gateway
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.intake.ports import IntakePorts
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock, now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


@dataclass(frozen=True, slots=True)
class GatewayPart:
    """The gateway, what it vouches with, and what asks the owner: that one is closed at the end."""

    use_cases: GatewayUseCases
    vouching: Vouching
    owner: HttpNominations


def gateway_parts(
    settings: Settings, store: MongoStore, register: MongoRegister, units: UnitsView, secret: Secret, clock: Clock
) -> GatewayPart:
    """All that a client may do, over one store. What outsiders prove counts by the machine's clock."""
    vouching = Vouching(settings.gateway_url, settings.gateway_key.get_secret_value(), now_utc)
    owner = HttpNominations(settings.nominations_url, vouching)
    ports = GatewayPorts(
        clients=MongoClients(store),
        tokens=MongoClientTokens(store),
        nonces=MongoNonces(store),
        answers=MongoAnswers(store),
        proofs=JoseProofs(),
        codes=MongoUnitCodes(store),
        register=register,
        units=units,
        secret=secret,
        clock=clock,
        true_clock=now_utc,
        audiences=(settings.gateway_url, f"{settings.gateway_url}/token"),
    )
    intake = IntakePorts(owner, MongoBatches(store), MongoIntakes(store))
    return GatewayPart(build_gateway(ports, intake), vouching, owner)
