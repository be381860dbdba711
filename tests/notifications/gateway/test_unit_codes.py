from datetime import date

import pytest

from services.notifications.adapters.mongo.gateway import MongoUnitCodes
from services.notifications.domain.unit_code import ResolvedUnit, UnitCode, UnitUnknownError
from services.notifications.usecases.gateway.resolve_unit import ResolveUnit
from shared.kernel.cause import job_cause
from shared.runtime.store.client import MongoStore
from tests.notifications.conftest import SetClock
from tests.notifications.gateway.outside import System, Units

ROW = UnitCode("P-THADS-5", "qd20-2020", "G09.24.05", date(2020, 7, 22), decision_no="20/2020/QĐ-TTg")


async def test_a_code_leads_to_a_unit_of_the_clients_own_and_to_no_other(store: MongoStore, clock: SetClock) -> None:
    codes = MongoUnitCodes(store)
    history = (await codes.find(ROW.scheme, ROW.value)).admit(ROW)
    await codes.save(history, job_cause("test", "codes"))
    assert (await codes.find(ROW.scheme, ROW.value)).rows == (ROW,)
    resolve, day = ResolveUnit(codes, Units(), clock), date(2026, 10, 1)
    own = System("hp-nhan-su", clock).client("THADS-HP")
    assert await resolve(own, ROW.scheme, ROW.value, day) == ResolvedUnit("P-THADS-5")
    for client, value in ((System("vl-doc", clock).client("STP-VL"), ROW.value), (own, "G09.24.06")):
        with pytest.raises(UnitUnknownError):
            await resolve(client, ROW.scheme, value, day)
