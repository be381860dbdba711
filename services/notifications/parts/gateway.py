"""How the door for provincial systems is put together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.notifications.adapters.gateway.owner import HttpNominations
from services.notifications.adapters.gateway.proofs import JoseProofs
from services.notifications.adapters.gateway.vouching import Vouching
from services.notifications.adapters.mirror import BusMirror
from services.notifications.adapters.mongo.gateway import (
    MongoAnswers,
    MongoClients,
    MongoClientTokens,
    MongoNonces,
    MongoUnitCodes,
)
from services.notifications.adapters.mongo.intake import MongoBatches, MongoIntakes
from services.notifications.adapters.mongo.mirrors import MongoMirrors
from services.notifications.adapters.mongo.register import MongoRegister
from services.notifications.settings import Settings
from services.notifications.usecases.gateway.build import GatewayUseCases, build_gateway
from services.notifications.usecases.gateway.ports import GatewayPorts
from services.notifications.usecases.intake.ports import Announce, IntakePorts
from services.notifications.usecases.mirror.copy import CopyRegister
from services.notifications.usecases.ports import Secret
from shared.kernel.clock import Clock, now_utc
from shared.runtime.bus.mirrored import MirrorTopics
from shared.runtime.store.client import MongoStore
from shared.runtime.store.units import UnitsView


@dataclass(frozen=True, slots=True)
class GatewayPart:
    """The gateway, what it vouches with, its mirror, and what is closed at the end."""

    use_cases: GatewayUseCases
    vouching: Vouching
    copy_register: CopyRegister
    closing: tuple[Callable[[], Awaitable[None]], ...]


def gateway_parts(
    settings: Settings,
    store: MongoStore,
    register: MongoRegister,
    units: UnitsView,
    announce: Announce,
    secret: Secret,
    clock: Clock,
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
    intake = IntakePorts(owner, MongoBatches(store), MongoIntakes(store), announce)
    use_cases = build_gateway(ports, intake)
    topics = MirrorTopics("notifications", settings.kafka_bootstrap, settings.namespace)
    mirrors, topic = MongoMirrors(store), BusMirror(topics)
    copy = CopyRegister(ports.clients, use_cases.awards, mirrors, topic, secret, now_utc)
    return GatewayPart(use_cases, vouching, copy, (owner.close, topics.close))
