from dataclasses import replace
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from joserfc.jwk import ECKey, OctKey, OKPKey

from services.notifications.adapters.gateway.proofs import JoseProofs
from services.notifications.adapters.mongo.gateway import MongoClients
from services.notifications.domain.client import ClientKeyUnreadableError, ClientNameUnfitError, Scope
from services.notifications.usecases.client.record import ClientRecord, RecordClient
from services.notifications.usecases.client.rotate_key import RotateClientKey
from services.notifications.usecases.client.show import ShowClients
from shared.kernel.actor import Actor, Grant, Role
from shared.kernel.cause import Cause, job_cause
from shared.kernel.errors import AlreadyHandledError, ForbiddenError
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import System, Units


def members(key: ECKey | OKPKey | OctKey, *, private: bool = False) -> dict[str, str]:
    return {name: str(value) for name, value in key.as_dict(private=private).items() if name != "kid"}


def by(role: Role, *units: str, action: str, n: int = 0, ref: str = "VH-01") -> Cause:
    actor = Actor(ref, tuple(Grant(role, unit) for unit in units))
    return replace(job_cause("test", action, role, n, ref, *units), actor=actor, action=action)


def test_only_the_public_half_of_a_fitting_key_can_prove_a_client() -> None:
    ed, ec = OKPKey.generate_key("Ed25519"), ECKey.generate_key("P-256")
    other = ECKey.import_key(generate_private_key(SECP384R1()))
    proofs = JoseProofs()
    assert proofs.can_use(members(ed))
    assert proofs.can_use(members(ec))
    for wrong in (members(ed, private=True), members(other), members(OctKey.generate_key()), {}, {"kty": "OKP"}):
        assert not proofs.can_use(wrong)
    assert not proofs.can_use(members(ed) | {"x": "AAAA"})


async def test_who_does_not_reach_all_units_of_a_client_manages_none_of_it(store: MongoStore, clock: SetClock) -> None:
    clients, units, proofs = MongoClients(store), Units(), JoseProofs()
    record, rotate = RecordClient(clients, units, proofs, clock), RotateClientKey(clients, units, proofs, clock)
    key = members(System("ht", clock).key)
    both = ClientRecord("ht", "Hệ thống", frozenset({Scope.AWARDS_READ}), frozenset({"THADS-HP", "STP-VL"}), "k1", key)
    with pytest.raises(ForbiddenError):
        await record(both, by(Role.OPS, "BTP", action="client.record"))
    first = by(Role.OPS, "BTP", "UB-VL", action="client.record")
    await record(both, first)
    with pytest.raises(AlreadyHandledError):
        await record(both, first)
    with pytest.raises(ForbiddenError):
        await record(replace(both, units=frozenset({"THADS-HP"})), by(Role.OPS, "BTP", action="client.record", n=1))
    keyless = replace(both, ref="ht-2", kid=None, jwk=None)
    with pytest.raises(ClientKeyUnreadableError):
        await record(keyless, by(Role.OPS, "BTP", "UB-VL", action="client.record", n=2))
    for ref in ("ht_2", "_"):
        with pytest.raises(ClientNameUnfitError):
            await record(replace(both, ref=ref), by(Role.OPS, "BTP", "UB-VL", action="client.record", n=2))
    renamed = replace(both, name_vi="Hệ thống mới", kid=None, jwk=None)
    await record(renamed, by(Role.OPS, "BTP", "UB-VL", action="client.record", n=3))
    by_client = partial(by, Role.INTEGRATOR, "THADS-HP", "STP-VL", action="client.rotate_key")
    with pytest.raises(ForbiddenError):
        await rotate("ht", "k2", key, by(Role.INTEGRATOR, "THADS-HP", action="client.rotate_key"), at_once=False)
    with pytest.raises(ForbiddenError):
        await rotate("ht", "k2", key, by_client(ref="ht-2"), at_once=False)
    await rotate("ht", "k2", key, by_client(ref="ht"), at_once=False)
    await rotate("ht", "k3", key, by(Role.OPS, "BTP", "UB-VL", action="client.rotate_key"), at_once=False)
    show = ShowClients(clients, units)
    reader = Actor("x", (Grant(Role.INTEGRATOR, "THADS-HP"),))
    assert await show.all(reader) == []
    with pytest.raises(ForbiddenError):
        await show.one("ht", reader)
    seen = await show.one("ht", Actor("x", (Grant(Role.OPS, "BTP"), Grant(Role.OPS, "UB-VL"))))
    assert (seen.name_vi, [key.kid for key in seen.keys]) == ("Hệ thống mới", ["k1", "k2", "k3"])
