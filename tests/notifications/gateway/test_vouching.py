import base64
from typing import cast

from joserfc.jwk import KeySetSerialization

from services.notifications.adapters.gateway.vouching import Vouching
from shared.runtime.web.auth import IssuerKeys, Tokens
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import System


async def test_owners_believe_it_also_for_a_client_of_as_many_units_as_there_may_be(clock: SetClock) -> None:
    vouching = Vouching("https://kipthoi.example", base64.urlsafe_b64encode(bytes(32)).decode(), clock)
    units = [f"{n:03}".ljust(64, "X") for n in range(100)]

    async def keys() -> KeySetSerialization:
        return cast(KeySetSerialization, {"keys": vouching.public_keys()})

    owner = Tokens("https://kipthoi.example", "nominations", IssuerKeys(keys), clock)
    client = System("x" * 64, clock).client(*units)
    actor = await owner.actor_for_another(vouching.token(client, "nominations"))
    assert [grant.at for grant in actor.grants] == units
