"""How the door for provincial systems is put together."""

from services.notifications.adapters.gateway.proofs import JoseProofs
from services.notifications.adapters.mongo.gateway import (
    MongoAnswers,
    MongoClients,
    MongoClientTokens,
    MongoNonces,
    MongoUnitCodes,
)
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.settings import Settings
from services.notifications.usecases.gateway import GatewayUseCases, build_gateway
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock, now_utc
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


def gateway_parts(
    settings: Settings, store: MongoStore, register: MongoRegister, units: UnitsView, secret: Secret, clock: Clock
) -> GatewayUseCases:
    """All that a client may do, over one store."""
    return build_gateway(
        GatewayPorts(
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
    )
